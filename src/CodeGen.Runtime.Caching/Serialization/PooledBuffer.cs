using System.Buffers;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// A growing buffer over the shared array pool. For one writer at a time; disposing is safe from any thread and any number of times, and gives
/// the memory back exactly once. Spans and memories handed out earlier must not be used after disposal or growth.
/// </summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private const int DefaultCapacity = 256;

    private byte[]? _array;
    private int _written;

    /// <summary>Rents room for <paramref name="capacity"/> bytes.</summary>
    /// <param name="capacity">Bytes to have at hand before the first growth; 0 or more.</param>
    public PooledBuffer(int capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _array = ArrayPool<byte>.Shared.Rent(capacity);
    }

    /// <summary>How many bytes have been written.</summary>
    public int WrittenCount => _written;

    /// <summary>What has been written.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => Array.AsMemory(0, _written);

    /// <summary>What has been written.</summary>
    public ReadOnlySpan<byte> WrittenSpan => Array.AsSpan(0, _written);

    private byte[] Array => _array ?? throw new ObjectDisposedException(nameof(PooledBuffer));

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Array.Length - _written);
        _written += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0) => Reserve(sizeHint).AsMemory(_written);

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => Reserve(sizeHint).AsSpan(_written);

    /// <summary>Forgets what was written and keeps the memory.</summary>
    public void Clear()
    {
        ObjectDisposedException.ThrowIf(_array is null, this);
        _written = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _array, null) is { } array)
        {
            _written = 0;
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    private byte[] Reserve(int sizeHint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        var array = Array;
        return array.Length - _written >= Math.Max(sizeHint, 1) ? array : Grow(array, Math.Max(sizeHint, 1));
    }

    private byte[] Grow(byte[] array, int needed)
    {
        var required = (long)_written + needed;
        if (required > System.Array.MaxLength)
        {
            throw new InvalidOperationException($"A cache value of more than {System.Array.MaxLength} bytes cannot be buffered ({required} were asked for).");
        }

        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(2L * array.Length, required, System.Array.MaxLength));
        array.AsSpan(0, _written).CopyTo(larger);

        // A disposal that came in between has returned the old array; the new one must not be published then, nor the old one returned twice.
        if (!ReferenceEquals(Interlocked.CompareExchange(ref _array, larger, array), array))
        {
            ArrayPool<byte>.Shared.Return(larger);
            throw new ObjectDisposedException(nameof(PooledBuffer));
        }

        ArrayPool<byte>.Shared.Return(array);
        return larger;
    }
}
