using System.Buffers;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// Gathers what the Parquet library writes, and hands it on in blocks, asynchronously: so the file can go to any stream, also to one that cannot seek, tell its position or be written to synchronously.
/// </summary>
internal sealed class BlockStream : Stream
{
    private readonly ArrayBufferWriter<byte> _block = new();
    private long _sent;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _sent + _block.WrittenCount;

    public override long Position
    {
        get => Length;
        set => throw new NotSupportedException("A file is written from its beginning to its end.");
    }

    public async ValueTask SendToAsync(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_block.WrittenMemory, cancellationToken).ConfigureAwait(false);
        _sent += _block.WrittenCount;
        _block.ResetWrittenCount();
    }

    public override void Write(ReadOnlySpan<byte> buffer) => _block.Write(buffer);

    public override void Write(byte[] buffer, int offset, int count) => _block.Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _block.Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer, offset, count);
        return Task.CompletedTask;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is written only.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A file is written from its beginning to its end.");

    public override void SetLength(long value) => throw new NotSupportedException("A file is written from its beginning to its end.");
}
