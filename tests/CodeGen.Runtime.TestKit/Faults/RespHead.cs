using System.Buffers.Text;

namespace CodeGen.Runtime.TestKit.Faults;

/// <summary>Reads the start of a server frame, as far as it has come in, to tell whether it is a published message.</summary>
internal static class RespHead
{
    /// <summary>No kind word is longer ("unsubscribe" comes close), so that longer first elements need not be waited for.</summary>
    private const int LongestKind = 16;
    private const int LongestChannel = 4096;

    /// <summary>Looks at a frame's first bytes.</summary>
    /// <param name="head">The frame from its first byte, as far as it is known.</param>
    /// <param name="channel">The channel, when it is a message.</param>
    public static HeadKind Read(ReadOnlySpan<byte> head, out ReadOnlySpan<byte> channel)
    {
        channel = default;
        if (head.IsEmpty)
        {
            return HeadKind.Incomplete;
        }

        var push = head[0] == '>';
        if (!push && head[0] != '*')
        {
            return HeadKind.Other;
        }

        var rest = head[1..];
        var state = ReadNumber(ref rest, out var elements);
        if (state != HeadKind.Complete || elements != 3)
        {
            return state == HeadKind.Incomplete ? state : HeadKind.Other;
        }

        state = ReadBulk(ref rest, LongestKind, out var kind);
        if (state != HeadKind.Complete)
        {
            return state;
        }

        if (kind.SequenceEqual("subscribe"u8) || kind.SequenceEqual("ssubscribe"u8))
        {
            return push ? HeadKind.Other : HeadKind.Subscribed;
        }

        if (!kind.SequenceEqual("message"u8) && !kind.SequenceEqual("smessage"u8))
        {
            return HeadKind.Other;
        }

        state = ReadBulk(ref rest, LongestChannel, out channel);
        return state != HeadKind.Complete ? state : push ? HeadKind.PushedMessage : HeadKind.PlainMessage;
    }

    private static HeadKind ReadBulk(scoped ref ReadOnlySpan<byte> rest, int longest, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (rest.IsEmpty)
        {
            return HeadKind.Incomplete;
        }

        if (rest[0] != '$')
        {
            return HeadKind.Other;
        }

        rest = rest[1..];
        var state = ReadNumber(ref rest, out var length);
        if (state != HeadKind.Complete || length < 0 || length > longest)
        {
            return state == HeadKind.Incomplete ? state : HeadKind.Other;
        }

        if (rest.Length < length + 2)
        {
            return HeadKind.Incomplete;
        }

        bytes = rest[..(int)length];
        rest = rest[((int)length + 2)..];
        return HeadKind.Complete;
    }

    private static HeadKind ReadNumber(scoped ref ReadOnlySpan<byte> rest, out long number)
    {
        number = 0;
        var end = rest.IndexOf("\r\n"u8);
        if (end < 0)
        {
            return rest.Length > RespFrameReader.LongestLength ? HeadKind.Other : HeadKind.Incomplete;
        }

        var complete = Utf8Parser.TryParse(rest[..end], out number, out var used) && used == end;
        rest = rest[(end + 2)..];
        return complete ? HeadKind.Complete : HeadKind.Other;
    }
}
