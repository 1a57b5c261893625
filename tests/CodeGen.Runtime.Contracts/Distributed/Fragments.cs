using System.Buffers;

namespace CodeGen.Runtime.Contracts.Distributed;

/// <summary>A sequence in pieces.</summary>
internal sealed class Fragments : ReadOnlySequenceSegment<byte>
{
    private Fragments(byte[] bytes, long start) => (Memory, RunningIndex) = (bytes, start);

    public static ReadOnlySequence<byte> Of(params byte[][] pieces)
    {
        var first = new Fragments(pieces[0], 0);
        Fragments last = first;
        foreach (byte[] piece in pieces.Skip(1))
        {
            var next = new Fragments(piece, last.RunningIndex + last.Memory.Length);
            last.Next = next;
            last = next;
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }
}
