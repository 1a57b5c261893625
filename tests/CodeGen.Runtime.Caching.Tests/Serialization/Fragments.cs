using System.Buffers;

namespace CodeGen.Runtime.Caching.Tests.Serialization;

/// <summary>Cuts bytes into a sequence of many segments, an empty one first.</summary>
internal static class Fragments
{
    public static ReadOnlySequence<byte> Of(byte[] bytes, int size)
    {
        var first = new Segment(default, 0);
        var last = first;
        for (var i = 0; i < bytes.Length; i += size)
        {
            last = last.Append(bytes.AsMemory(i, Math.Min(size, bytes.Length - i)));
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long start) => (Memory, RunningIndex) = (memory, start);

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
