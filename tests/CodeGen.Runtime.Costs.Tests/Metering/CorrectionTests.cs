using CsCheck;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

public class CorrectionTests
{
    private static readonly DateTimeOffset s_from = MeteredHost.Began.AddDays(-40);
    private static readonly DateTimeOffset s_until = MeteredHost.Began.AddDays(1);

    [Fact]
    public void Adjust_Credit_IsOfTheChargesTimeAndAttribution()
    {
        using var host = new MeteredHost();
        CostReceipt charge = host.Tracker.TrackApi(
            "GET /", TimeSpan.FromSeconds(100), new CostTerms { EventTime = MeteredHost.Began.AddDays(-3), Attribution = new CostAttribution { Project = "p" } });

        host.Tracker.Adjust(charge.Sequence, Money.Of(-0.04m, Currency.Cny), "credit 17");

        host.Tracker.TotalCost().Should().Equal(Money.Of(0.06m, Currency.Cny));
        CostRecord record = host.Records[1];
        record.EventTime.Should().Be(MeteredHost.Began.AddDays(-3));
        record.Attribution.Should().Be(new CostAttribution { Project = "p", Resource = "GET /" });
        (record.Corrects, record.CorrectsSequence, record.Reason, record.AdjustmentKind).Should().Be((charge.Id, charge.Sequence, "credit 17", AdjustmentKind.Amount));
    }

    [Fact]
    public void Adjust_NoSuchCharge_Throws()
    {
        using var host = new MeteredHost();

        FluentActions.Invoking(() => host.Tracker.Adjust(4, Money.Of(1m, Currency.Usd), "why")).Should().Throw<ArgumentException>().WithMessage("Record 4*");
    }

    [Fact]
    public void Adjust_SameIdAgain_IsBookedOnce()
    {
        using var host = new MeteredHost();
        CostReceipt charge = host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(100));
        var id = Guid.CreateVersion7(MeteredHost.Began);

        host.Tracker.Adjust(charge.Sequence, Money.Of(1m, Currency.Cny), "why", id);
        host.Tracker.Adjust(charge.Sequence, Money.Of(1m, Currency.Cny), "why", id).IsRepeated.Should().BeTrue();

        host.Tracker.TotalCost().Should().Equal(Money.Of(1.1m, Currency.Cny));
        FluentActions.Invoking(() => host.Tracker.Adjust(charge.Sequence, Money.Of(2m, Currency.Cny), "why", id)).Should().Throw<LedgerConflictException>();
    }

    [Fact]
    public async Task ReverseAsync_AdjustedCharge_TakesAllOfItBackOnce()
    {
        using var host = new MeteredHost();
        CostReceipt charge = host.Tracker.TrackModel("claude-haiku-4-5", new ModelUsage { InputTokens = 3_000, CacheReadTokens = 2_400, OutputTokens = 350 });
        host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        host.Tracker.Adjust(charge.Sequence, Money.Of(-0.001m, Currency.Usd), "credit");

        CostReceipt? reversal = await host.Tracker.ReverseAsync(charge.Sequence, "never happened");
        CostReceipt? again = await host.Tracker.ReverseAsync(charge.Sequence, "never happened");

        reversal!.Value.Amount.Should().Be(Money.Of(0.001m, Currency.Usd) - charge.Amount);
        again.Should().BeNull();
        host.Tracker.TotalCost().Should().Equal(Money.Of(0.001m, Currency.Cny), Money.Zero(Currency.Usd));
        host.Records[^1].Lines.Select(static line => line.Quantity.ToDecimal(0)).Should().BeEquivalentTo([-600m, -2_400m, -350m, 0m]);
    }

    [Fact]
    public async Task RepriceAsync_PriceLearntLate_BooksTheDifferenceOnce()
    {
        string prices = """{ "models": [] }""";
        using var host = new MeteredHost(b => b.ConfigurePrices(o => o.Host = Lists.Parse(prices)));
        var usage = new ModelUsage { InputTokens = 1_000_000, OutputTokens = 1_000_000 };
        CostReceipt charge = host.Tracker.TrackModel("mine", usage, new CostTerms { EventTime = MeteredHost.Began.AddDays(-30) });
        charge.IsPriced.Should().BeFalse();

        prices = """{ "models": [{ "id": "mine", "prices": [{ "cards": [{ "rates": { "input": "1", "output": "5" } }] }] }] }""";
        host.Restart();
        Repricing first = await host.Tracker.RepriceAsync(s_from, s_until);
        Repricing second = await host.Tracker.RepriceAsync(s_from, s_until);

        first.Should().BeEquivalentTo(new Repricing(1, 1, 0, [Money.Of(6m, Currency.Usd)]));
        second.Should().BeEquivalentTo(new Repricing(1, 0, 0, []));
        host.Tracker.TotalCost().Should().Equal(Money.Of(6m, Currency.Usd));

        prices = """{ "models": [{ "id": "mine", "currency": "EUR", "prices": [{ "cards": [{ "rates": { "input": "2", "output": "2" } }] }] }] }""";
        host.Restart();
        await host.Tracker.RepriceAsync(s_from, s_until);

        host.Tracker.TotalCost().Should().Equal(Money.Of(4m, Currency.Eur), Money.Zero(Currency.Usd));
        host.Records.Skip(1).Should().OnlyContain(record => record.EventTime == MeteredHost.Began.AddDays(-30) && record.AdjustmentKind == AdjustmentKind.Repricing);
    }

    [Fact]
    public void ReverseAndReprice_ManyAtOnce_BookWhatIsMissingOnce()
    {
        string price = "1";
        using var host = new MeteredHost(b => b.ConfigurePrices(o => o.Host = Lists.Parse(
            $$"""{ "meters": [{ "name": "m", "unit": "piece", "prices": [{ "price": "{{price}}" }] }] }""")));
        for (int i = 0; i < 500; i++)
        {
            host.Tracker.TrackStorage("m", 1);
        }

        price = "3";
        host.Restart();
        ICostTracker tracker = host.Tracker;
        using var together = new Barrier(4);
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(i => new Thread(() =>
        {
            together.SignalAndWait();
            _ = i % 2 == 0
                ? tracker.RepriceAsync(s_from, s_until).AsTask().GetAwaiter().GetResult().Charges
                : tracker.ReverseAsync(500, "never happened").AsTask().GetAwaiter().GetResult()?.Sequence ?? 0;
        }))];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());

        tracker.TotalCost().Should().Equal(Money.Of(499 * 3m, Currency.Usd));
    }

    [Fact]
    public async Task ReverseAsync_ChargeThatWasPricedLate_TakesTheLatePriceBack()
    {
        string prices = """{ "models": [] }""";
        using var host = new MeteredHost(b => b.ConfigurePrices(o => o.Host = Lists.Parse(prices)));
        CostReceipt charge = host.Tracker.TrackModel("mine", new ModelUsage { InputTokens = 1_000_000 });
        prices = """{ "models": [{ "id": "mine", "prices": [{ "cards": [{ "rates": { "input": "1", "output": "5" } }] }] }] }""";
        host.Restart();
        await host.Tracker.RepriceAsync(s_from, s_until);

        CostReceipt? reversal = await host.Tracker.ReverseAsync(charge.Sequence, "never happened");

        reversal!.Value.Amount.Should().Be(Money.Of(-1m, Currency.Usd));
        host.Tracker.TotalCost().Should().Equal(Money.Zero(Currency.Usd));
        host.Restart();
        host.Tracker.TotalCost().Should().Equal(Money.Zero(Currency.Usd));
    }

    [Fact]
    public async Task RepriceAsync_GraduatedMeter_CountsFromTheBeginningOfItsMonth()
    {
        string price = "1";
        using var host = new MeteredHost(b => b.ConfigurePrices(o => o.Host = Lists.Parse(
            $$"""{ "meters": [{ "name": "m", "unit": "piece", "prices": [{ "free": "10", "tiers": [{ "price": "{{price}}" }] }] }] }""")));
        host.Tracker.TrackStorage("m", 8, terms: new CostTerms { EventTime = MeteredHost.Began.AddDays(-2) });
        host.Tracker.TrackStorage("m", 8);

        price = "2";
        host.Restart();
        Repricing repricing = await host.Tracker.RepriceAsync(MeteredHost.Began, s_until);

        repricing.Differences.Should().Equal(Money.Of(6m, Currency.Usd));
        host.Tracker.TotalCost().Should().Equal(Money.Of(12m, Currency.Usd));
    }

    [Fact]
    public async Task RepriceAsync_ReversedAndAdjustedCharges_KeepWhatSomebodyDid()
    {
        string price = "1";
        using var host = new MeteredHost(b => b.ConfigurePrices(o => o.Host = Lists.Parse(
            $$"""{ "meters": [{ "name": "m", "unit": "piece", "prices": [{ "price": "{{price}}" }] }] }""")));
        CostReceipt reversed = host.Tracker.TrackStorage("m", 100);
        CostReceipt adjusted = host.Tracker.TrackStorage("m", 10);
        await host.Tracker.ReverseAsync(reversed.Sequence, "never happened");
        host.Tracker.Adjust(adjusted.Sequence, Money.Of(-3m, Currency.Usd), "credit");

        price = "2";
        host.Restart();
        await host.Tracker.RepriceAsync(s_from, s_until);

        host.Tracker.TotalCost().Should().Equal(Money.Of(17m, Currency.Usd));
    }

    /// <summary>Whatever was booked by whatever prices: after pricing again, each charge that was not touched by hand costs what the book says now.</summary>
    [Fact]
    public void RepriceAsync_AnyPricesBefore_EndsAtThePricesNow() => Gen.Select(Gen.Int[1, 50].Array[1, 8], Gen.Int[1, 1_000].Array[1, 4]).Sample(
        static (quantities, prices) =>
        {
            int price = prices[0];
            using var host = new MeteredHost(b => b.ConfigurePrices(o => o.Host = Lists.Parse(
                $$"""{ "meters": [{ "name": "m", "unit": "hour", "prices": [{ "price": "0.{{price}}" }] }] }""")));
            foreach (int quantity in quantities)
            {
                host.Tracker.TrackCompute("m", TimeSpan.FromSeconds(quantity));
            }

            foreach (int next in prices)
            {
                price = next;
                host.Restart();
                host.Tracker.RepriceAsync(s_from, s_until).AsTask().GetAwaiter().GetResult();
                var expected = new ExactTotals();
                foreach (int quantity in quantities)
                {
                    expected.Add(host.Services.GetRequiredService<PriceBook>().PriceMeter("m", TimeSpan.FromSeconds(quantity)).Exact);
                }

                host.Tracker.TotalCost().Should().Equal(expected.Totals);
            }
        },
        iter: 20);
}
