using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace CodeGen.Runtime.Caching;

/// <summary>Where an entry of one version lies in Redis. The hash tag is made from a hash, since keys may hold braces; data and flight share a slot.</summary>
internal readonly struct DataKey
{
    private const string DataKind = ":d:";
    private const string FlightKind = ":f:";
    private const int MaxOnStack = 1_024;

    /// <summary>The hash, the version and what stands around them.</summary>
    private const int MaxAround = 48;

    private readonly int _kind;

    private DataKey(byte[] data, int kind)
    {
        Bytes = data;
        _kind = kind;
    }

    /// <summary>As the server gets it.</summary>
    public byte[] Bytes { get; }

    /// <summary>As a text, made on each call.</summary>
    public string Data => Encoding.UTF8.GetString(Bytes);

    /// <summary>Made on each call: a look needs none.</summary>
    public string Flight
    {
        get
        {
            string data = Data;
            return string.Concat(data.AsSpan(0, _kind), FlightKind, data.AsSpan(_kind + DataKind.Length));
        }
    }

    /// <summary>Where the entry of a key lies, in the version of its region.</summary>
    public static DataKey Of(string ns, in EntryKey key)
    {
        Span<char> member = stackalloc char[EntryMember.MaxWritten];
        return !key.IsNamed && EntryMember.TryWrite(key.Region.Name, key.Text, member, out int written)
            ? Of(ns, member[..written], key.Region.Version)
            : Of(ns, key.Member, key.Region.Version);
    }

    public static DataKey Of(string ns, ReadOnlySpan<char> member, int version)
    {
        ulong slot = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(member));
        int most = Encoding.UTF8.GetMaxByteCount(ns.Length + member.Length) + MaxAround;
        Span<byte> bytes = most <= MaxOnStack ? stackalloc byte[MaxOnStack] : new byte[most];

        // Only the separator becomes a colon: a line feed inside a plain key stays, so that two texts never differ by their short hash alone.
        int separator = member.IndexOf('\n');
        Utf8.TryWrite(bytes, CultureInfo.InvariantCulture, $"{ns}{DataKind}{{{slot:x16}}}:v{version}:{member[1..separator]}:{member[(separator + 1)..]}", out int written);
        return new DataKey(bytes[..written].ToArray(), ns.Length);
    }
}
