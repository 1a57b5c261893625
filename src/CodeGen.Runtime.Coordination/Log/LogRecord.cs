using System.Buffers.Binary;
using System.Text;

namespace CodeGen.Runtime.Coordination;

/// <summary>
/// One record of the log: the members whose last sequence it raises, and a body for those who listen right now.
/// Only the members are kept; a replay gives them back one by one and without a body.
/// </summary>
/// <remarks>A member begins with one ASCII character that says its kind; lower-case kinds other than <see cref="ShortLivedKind"/> are kept for the long retention.</remarks>
internal sealed class LogRecord
{
    /// <summary>The kind of members that are kept only as long as the longest factory may run, because the data they concern is touched directly as well.</summary>
    public const char ShortLivedKind = 'k';

    public const int MaxMembers = 64;
    private const int MaxMemberBytes = 256 * 1024;
    private const int HeaderLength = sizeof(ulong) + 1 + sizeof(ushort);

    public LogRecord(IReadOnlyList<string> members, byte operation = 0, ReadOnlyMemory<byte> inline = default, ulong origin = 0)
    {
        if (members.Count is 0 or > MaxMembers)
        {
            throw new ArgumentException($"A log record holds 1 to {MaxMembers} members; this one holds {members.Count}. Split it into several records.", nameof(members));
        }

        Members = members;
        Operation = operation;
        Inline = inline;
        Origin = origin;
    }

    public IReadOnlyList<string> Members { get; }

    /// <summary>What the writer did, as the room that wrote the record numbers it; 0 after a replay.</summary>
    public byte Operation { get; }

    /// <summary>A small value carried along; empty after a replay.</summary>
    public ReadOnlyMemory<byte> Inline { get; }

    /// <summary>The node that wrote the record; 0 after a replay.</summary>
    public ulong Origin { get; }

    /// <summary>The same as the record of a node.</summary>
    public LogRecord By(ulong origin) => origin == Origin ? this : new LogRecord(Members, Operation, Inline, origin);

    public byte[] EncodeBody(ulong origin)
    {
        int length = HeaderLength + Inline.Length;
        foreach (string member in Members)
        {
            length += sizeof(int) + Encoding.UTF8.GetByteCount(member);
        }

        var bytes = new byte[length];
        Span<byte> rest = bytes;
        BinaryPrimitives.WriteUInt64BigEndian(rest, origin);
        rest[sizeof(ulong)] = Operation;
        BinaryPrimitives.WriteUInt16BigEndian(rest[(sizeof(ulong) + 1)..], (ushort)Members.Count);
        rest = rest[HeaderLength..];
        foreach (string member in Members)
        {
            int written = Encoding.UTF8.GetBytes(member, rest[sizeof(int)..]);
            BinaryPrimitives.WriteInt32BigEndian(rest, written);
            rest = rest[(sizeof(int) + written)..];
        }

        Inline.Span.CopyTo(rest);
        return bytes;
    }

    /// <summary>Reads what <see cref="EncodeBody"/> wrote; anything else on the channel gives <see langword="null"/>, never an exception.</summary>
    public static LogRecord? TryDecodeBody(ReadOnlyMemory<byte> body)
    {
        ReadOnlySpan<byte> rest = body.Span;
        if (rest.Length < HeaderLength)
        {
            return null;
        }

        ulong origin = BinaryPrimitives.ReadUInt64BigEndian(rest);
        byte operation = rest[sizeof(ulong)];
        int count = BinaryPrimitives.ReadUInt16BigEndian(rest[(sizeof(ulong) + 1)..]);
        rest = rest[HeaderLength..];
        if (count is 0 or > MaxMembers)
        {
            return null;
        }

        var members = new string[count];
        for (int i = 0; i < count; i++)
        {
            if (rest.Length < sizeof(int))
            {
                return null;
            }

            int length = BinaryPrimitives.ReadInt32BigEndian(rest);
            rest = rest[sizeof(int)..];
            if (length is <= 0 or > MaxMemberBytes || length > rest.Length)
            {
                return null;
            }

            members[i] = Encoding.UTF8.GetString(rest[..length]);
            rest = rest[length..];
        }

        return new LogRecord(members, operation, rest.IsEmpty ? default : body[^rest.Length..], origin);
    }
}
