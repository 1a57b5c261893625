using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Serialization;

public class EntryFrameAllocationTests
{
    [Fact]
    public void Reading_a_stored_frame_without_tags_allocates_nothing()
    {
        var frame = Frames.Write(Frames.Header(), Frames.Text(100_000), FrameCompression.None);
        Measure(() => Read(frame)).Should().Be(0);
    }

    [Fact]
    public void Reading_a_compressed_frame_allocates_next_to_nothing_whatever_its_size()
    {
        var frame = Frames.Compressed(500_000);
        Measure(() => Read(frame)).Should().BeLessThanOrEqualTo(200);
    }

    [Fact]
    public void Writing_a_compressed_frame_allocates_next_to_nothing_whatever_its_size()
    {
        var header = Frames.Header();
        var text = Frames.Text(500_000);
        Measure(() =>
        {
            using var buffer = new PooledBuffer();
            EntryFrame.Write(buffer, in header, text, Frames.Lz4);
        }).Should().BeLessThanOrEqualTo(500);
    }

    private static void Read(byte[] frame)
    {
        EntryFrame.TryRead(frame, PayloadCodecs.Default, Frames.MaxRawLength, out var decoded);
        decoded.Dispose();
    }

    /// <summary>The least of several runs, since a collection between two of them may empty the pool.</summary>
    private static long Measure(Action action)
    {
        var least = long.MaxValue;
        for (var i = 0; i < 20; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
