using System.IO.Pipelines;
using FluentAssertions;
using Parquet;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests.Focus;

/// <summary>Rows go to any stream in row groups, and a file that is not whole cannot be read.</summary>
public sealed class FocusParquetStreamTests
{
    [Fact]
    public async Task Write_MoreThanARowGroup_ReachesTheStreamBeforeTheEnd()
    {
        using var stream = new MemoryStream();
        await using var writer = new FocusParquetWriter(stream, new FocusParquetOptions { RowGroupRows = 100 });
        for (int i = 0; i < 99; i++)
        {
            await writer.WriteAsync(FocusRows.Usage);
        }

        stream.Length.Should().Be(0);
        await writer.WriteAsync(FocusRows.Usage);
        long first = stream.Length;
        first.Should().BeGreaterThan(0);
        await writer.WriteAllAsync(Enumerable.Repeat(FocusRows.Usage, 250));
        stream.Length.Should().BeGreaterThan(first);
        (writer.Rows, writer.BilledCost.Single()).Should().Be((350, Money.Of(0.84m, Currency.Usd)));
        await writer.DisposeAsync();
        stream.Position = 0;
        await using ParquetReader reader = await ParquetReader.CreateAsync(stream);
        Enumerable.Range(0, reader.RowGroupCount).Select(i => reader.OpenRowGroupReader(i).RowCount).Should().Equal(100, 100, 100, 50);
    }

    [Fact]
    public async Task Write_TextsWithManyCharacters_EndTheRowGroupEarly()
    {
        using var stream = new MemoryStream();
        string text = new('x', 1 << 20);
        await using var writer = new FocusParquetWriter(stream, new FocusParquetOptions { Compression = FocusParquetCompression.None });
        for (int i = 0; i < 63; i++)
        {
            await writer.WriteAsync(FocusRows.Usage with { ChargeDescription = text });
        }

        stream.Length.Should().Be(0);
        await writer.WriteAsync(FocusRows.Usage with { ChargeDescription = text });
        stream.Length.Should().BeGreaterThan(0);
    }

    [Fact]
    public async Task Write_ToAPipe_NeedsNoSeekingAndNoSynchronousWrite()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        await using (var writer = new FocusParquetWriter(new AsynchronousOnly(pipe.Writer.AsStream())))
        {
            await writer.WriteAllAsync(RowsAsync(3, null));
        }

        await pipe.Writer.CompleteAsync();
        using var file = new MemoryStream();
        await pipe.Reader.CopyToAsync(file);
        (await ParquetText.CellsAsync(file.ToArray())).Should().HaveCount(3);
    }

    [Fact]
    public async Task Write_NoRows_IsAFileWithAllColumns()
    {
        byte[] file = await ParquetText.WriteAsync([]);
        using var stream = new MemoryStream(file);
        await using ParquetReader reader = await ParquetReader.CreateAsync(stream);
        reader.Schema.GetDataFields().Should().HaveCount(47);
        (await ParquetText.CellsAsync(file)).Should().BeEmpty();
    }

    [Fact]
    public async Task WriteAll_RowsThatFailHalfWay_LeaveNoFileThatCanBeRead()
    {
        using var stream = new MemoryStream();
        var writer = new FocusParquetWriter(stream, new FocusParquetOptions { RowGroupRows = 2 });
        await writer.Awaiting(static w => w.WriteAllAsync(RowsAsync(5, new TimeoutException("down"))).AsTask()).Should().ThrowAsync<TimeoutException>();
        await writer.Awaiting(static w => w.WriteAsync(FocusRows.Usage).AsTask()).Should().ThrowAsync<InvalidOperationException>().WithMessage("*no footer*Write the file anew*");
        await writer.DisposeAsync();
        stream.Length.Should().BeGreaterThan(0);
        stream.Position = 0;
        await FluentActions.Awaiting(() => ParquetReader.CreateAsync(stream)).Should().ThrowAsync<Exception>();

        var refused = new FocusParquetWriter(new MemoryStream());
        await refused.Awaiting(static w => w.WriteAllAsync([FocusRows.Usage with { Sku = null }]).AsTask()).Should().ThrowAsync<FocusRowException>();
        await refused.Awaiting(static w => w.WriteAsync(FocusRows.Usage).AsTask()).Should().ThrowAsync<InvalidOperationException>();
    }

    [Fact]
    public async Task Write_AfterTheStreamFailed_IsRefused()
    {
        var writer = new FocusParquetWriter(new MemoryStream(new byte[16]), new FocusParquetOptions { RowGroupRows = 1 });
        await writer.Awaiting(static w => w.WriteAsync(FocusRows.Usage).AsTask()).Should().ThrowAsync<NotSupportedException>();
        await writer.Awaiting(static w => w.WriteAsync(FocusRows.Usage).AsTask()).Should().ThrowAsync<InvalidOperationException>();
        await writer.DisposeAsync();
        await writer.DisposeAsync();
        await writer.Awaiting(static w => w.WriteAsync(FocusRows.Usage).AsTask()).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public void New_WithWrongOptions_SaysWhich()
    {
        FluentActions.Invoking(static () => new FocusParquetWriter(new MemoryStream([], writable: false))).Should().Throw<ArgumentException>().WithMessage("*cannot be written*");
        FluentActions.Invoking(static () => new FocusParquetWriter(Stream.Null, new FocusParquetOptions { RowGroupRows = 0 })).Should().Throw<ArgumentOutOfRangeException>().WithMessage("FocusParquetOptions.RowGroupRows must be between 1 and 1000000.*");
        FluentActions.Invoking(static () => new FocusParquetWriter(Stream.Null, new FocusParquetOptions { NumberDecimals = 29 })).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*NumberDecimals must be between 0 and 28.*");
        FluentActions.Invoking(static () => new FocusParquetWriter(Stream.Null, new FocusParquetOptions { Compression = (FocusParquetCompression)9 })).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*Zstd, Snappy, None*");
    }

    private static async IAsyncEnumerable<FocusRow> RowsAsync(int count, Exception? then)
    {
        for (int i = 0; i < count; i++)
        {
            await Task.Yield();
            yield return FocusRows.Usage;
        }

        if (then is not null)
        {
            throw then;
        }
    }

    /// <summary>Like the body of a web server's answer.</summary>
    private sealed class AsynchronousOnly(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(buffer, cancellationToken);

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override void Write(byte[] buffer, int offset, int count) => throw new InvalidOperationException("Synchronous operations are disallowed.");

        public override void Flush() => throw new InvalidOperationException("Synchronous operations are disallowed.");

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
