using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests.Focus;

/// <summary>Rows go to the stream as they come, and a stream that fails is not written to again.</summary>
public sealed class FocusCsvStreamTests
{
    [Fact]
    public async Task Write_ManyRows_ReachTheStreamBeforeTheEnd()
    {
        using var stream = new MemoryStream();
        await using var writer = new FocusCsvWriter(stream);
        for (int i = 0; i < 1_000; i++)
        {
            await writer.WriteAsync(FocusRows.Usage);
        }

        writer.Rows.Should().Be(1_000);
        writer.BilledCost.Should().Equal(Money.Of(2.4m, Currency.Usd));
        stream.Length.Should().BeGreaterThan(64 * 1024);
        await writer.FlushAsync();
        CsvText.Parse(System.Text.Encoding.UTF8.GetString(stream.ToArray())).Should().HaveCount(1_000);
    }

    [Fact]
    public async Task Write_ARefusedRow_LeavesNothingBehind()
    {
        using var stream = new MemoryStream();
        await using var writer = new FocusCsvWriter(stream);
        FocusRow bad = FocusRows.Usage with { ChargeDescription = " ", ServiceName = "Other API", Sku = FocusRows.Usage.Sku! with { PriceId = "new" } };
        await FluentActions.Awaiting(() => writer.WriteAsync(bad).AsTask()).Should().ThrowAsync<FocusRowException>();

        await writer.WriteAsync(FocusRows.Usage with { ServiceName = "Other API", ServiceSubcategory = "Bots", Sku = FocusRows.Usage.Sku! with { PriceId = "new", Id = "else" } });
        writer.Rows.Should().Be(1);
        writer.BilledCost.Should().Equal(FocusRows.Usage.BilledCost);
    }

    [Fact]
    public async Task Write_TheSumOverflows_RowIsRefused()
    {
        using var stream = new MemoryStream();
        await using var writer = new FocusCsvWriter(stream);
        FocusRow most = FocusRows.Costs(FocusRows.Unpriced with { ChargeCategory = FocusChargeCategory.Credit }, Money.FromPicos(Int128.MaxValue, Currency.Usd));
        await writer.WriteAsync(most);

        await FluentActions.Awaiting(() => writer.WriteAsync(most).AsTask()).Should().ThrowAsync<OverflowException>();
        writer.Rows.Should().Be(1);
    }

    [Fact]
    public async Task Write_AfterTheStreamFailed_IsRefused()
    {
        using var stream = new MemoryStream(new byte[16]);
        var writer = new FocusCsvWriter(stream);
        await FluentActions.Awaiting(() => writer.FlushAsync().AsTask()).Should().ThrowAsync<NotSupportedException>();

        await FluentActions.Awaiting(() => writer.WriteAsync(FocusRows.Usage).AsTask()).Should().ThrowAsync<InvalidOperationException>().WithMessage("*Write the file anew*");
        await writer.DisposeAsync();
        await FluentActions.Awaiting(() => writer.WriteAsync(FocusRows.Usage).AsTask()).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task Dispose_TheStream_StaysOpen()
    {
        using var stream = new MemoryStream();
        var writer = new FocusCsvWriter(stream);
        await writer.DisposeAsync();
        await writer.DisposeAsync();

        stream.CanWrite.Should().BeTrue();
        FluentActions.Invoking(() => new FocusCsvWriter(new MemoryStream([], writable: false))).Should().Throw<ArgumentException>().WithMessage("*cannot be written*");
    }
}
