using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

public class CostTrackerTests
{
    private static readonly ModelUsage s_usage = new() { InputTokens = 3_000, CacheReadTokens = 2_400, OutputTokens = 350 };

    [Fact]
    public void TrackModel_KnownModel_IsWhatThePriceBookSays()
    {
        using var host = new MeteredHost();
        var book = new PriceBook(new PriceBookOptions(), host.Time);

        decimal cost = host.Tracker.TrackModel("claude-haiku-4-5", s_usage);

        cost.Should().Be(book.Price(new ServedModel("claude-haiku-4-5"), s_usage).Amount.ToDecimal()).And.BeGreaterThan(0);
        host.Tracker.TotalCost().Should().Equal(Money.Of(cost, Currency.Usd));
    }

    [Fact]
    public void TrackModel_OneNumberOfTokens_AreTokensOfTheAnswer()
    {
        using var host = new MeteredHost();

        CostReceipt one = host.Tracker.TrackModel("claude-haiku-4-5", 1_000);
        CostReceipt told = host.Tracker.TrackModel("claude-haiku-4-5", new ModelUsage { OutputTokens = 1_000 });

        one.Exact.Should().Be(told.Exact);
    }

    [Fact]
    public void TrackApi_NothingConfigured_IsATenthOfAFenASecond()
    {
        using var host = new MeteredHost();

        CostReceipt receipt = host.Tracker.TrackApi("POST /generate", TimeSpan.FromSeconds(2.4));

        receipt.Amount.Should().Be(Money.Of(0.0024m, Currency.Cny));
        CostRecord record = host.Records.Should().ContainSingle().Subject;
        record.Attribution.Resource.Should().Be("POST /generate");
        record.Use.Category.Should().Be(CostCategory.Api);
    }

    [Fact]
    public void Totals_ApiAndModel_AreApartByCategoryAndCurrency()
    {
        using var host = new MeteredHost(Prices);

        host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        host.Tracker.TrackModel("claude-haiku-4-5", s_usage);
        host.Tracker.TrackCompute(MeterNames.GpuHours, TimeSpan.FromMinutes(90), "gpu-1");
        host.Tracker.TrackStorage(MeterNames.GigabyteMonths, 10);
        host.Tracker.TrackNetwork(MeterNames.GigabytesOut, 2.5m);

        CostTotals totals = host.Tracker.Totals;
        totals.Of(CostCategory.Api).Should().Equal(Money.Of(0.001m, Currency.Cny));
        totals.Of(CostCategory.Compute).Should().Equal(Money.Of(3m, Currency.Usd));
        totals.Of(CostCategory.Storage).Should().Equal(Money.Of(0.2m, Currency.Usd));
        totals.Of(CostCategory.Network).Should().Equal(Money.Of(0.225m, Currency.Usd));
        totals.Of(CostCategory.Model).Should().ContainSingle();
        totals.Total.Select(static money => money.Currency).Should().Equal(Currency.Cny, Currency.Usd);
        totals.Records.Should().Be(5);
    }

    [Fact]
    public void Track_AfterARestart_TotalsAndAllowancesGoOn()
    {
        using var host = new MeteredHost(Prices);
        host.Tracker.TrackStorage("tiered", 8);
        CostTotals before = host.Tracker.Totals;

        host.Restart();

        host.Tracker.Totals.Should().BeEquivalentTo(before);

        // 10 are free in a month: 8 are used, so 2 of the next 5 are free.
        host.Tracker.TrackStorage("tiered", 5).Amount.Should().Be(Money.Of(3m, Currency.Usd));
        host.Time.Advance(TimeSpan.FromDays(12));
        host.Tracker.TrackStorage("tiered", 5).Amount.Should().Be(Money.Zero(Currency.Usd), "another month has begun");
    }

    [Fact]
    public void Track_LateEvent_IsPricedAndMeteredInItsOwnMonth()
    {
        using var host = new MeteredHost(Prices);
        host.Tracker.TrackStorage("tiered", 10);

        CostReceipt late = host.Tracker.TrackStorage("tiered", 10, terms: new CostTerms { EventTime = MeteredHost.Began.AddMonths(-1) });

        late.Amount.IsZero.Should().BeTrue("July's allowance was not used");
        CostRecord record = host.Ledger.Find(late.Sequence)!;
        record.EventTime.Should().Be(MeteredHost.Began.AddMonths(-1));
        record.IngestTime.Should().Be(MeteredHost.Began);
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("1969-12-31T23:59:59Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    public void Track_EventTimeThatMakesNoSense_IsBookedAllTheSame(string time)
    {
        using var host = new MeteredHost(Prices);

        CostReceipt receipt = host.Tracker.TrackStorage("tiered", 12, terms: new CostTerms { EventTime = DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture) });

        receipt.Amount.Should().Be(Money.Of(2m, Currency.Usd));
        host.Restart();
        host.Tracker.TotalCost().Should().Equal(Money.Of(2m, Currency.Usd));
    }

    [Fact]
    public void Track_SameIdAgain_IsBookedOnceAtItsFirstPrice()
    {
        PriceList prices = Lists.Parse("""{ "meters": [{ "name": "m", "unit": "piece", "prices": [{ "price": "1" }] }] }""");
        using var host = new MeteredHost(b => b.ConfigurePrices(o => o.Host = prices));
        var terms = new CostTerms { EventId = Guid.CreateVersion7(MeteredHost.Began) };
        CostReceipt first = host.Tracker.TrackStorage("m", 2, terms: terms);

        // The same event by a book with another price, as after a reload between two tries.
        prices = Lists.Parse("""{ "meters": [{ "name": "m", "unit": "piece", "prices": [{ "price": "7" }] }] }""");
        host.Restart();
        CostReceipt second = host.Tracker.TrackStorage("m", 2, terms: terms);

        second.Should().Be(first with { IsRepeated = true });
        host.Tracker.TotalCost().Should().Equal(Money.Of(2m, Currency.Usd));
        host.Records.Should().ContainSingle();
    }

    [Fact]
    public void Track_SameIdForSomethingElse_IsAConflict()
    {
        using var host = new MeteredHost(Prices);
        var terms = new CostTerms { EventId = Guid.CreateVersion7(MeteredHost.Began) };
        host.Tracker.TrackStorage("tiered", 2, terms: terms);

        FluentActions.Invoking(() => host.Tracker.TrackStorage("tiered", 3, terms: terms)).Should().Throw<LedgerConflictException>();
        FluentActions.Invoking(() => host.Tracker.TrackNetwork("tiered", 2, terms: terms)).Should().Throw<LedgerConflictException>();
        FluentActions.Invoking(() => host.Tracker.TrackSaving(CostUse.Meter(CostCategory.Storage, "tiered", 2), terms)).Should().Throw<LedgerConflictException>();
        host.Tracker.TotalCost().Should().Equal(Money.Zero(Currency.Usd));
    }

    [Fact]
    public void Track_UnknownModel_IsBookedWithoutAnAmountAndTold()
    {
        using var host = new MeteredHost();

        CostReceipt receipt = host.Tracker.TrackModel("nobody-knows-me", s_usage);
        host.Tracker.TrackModel("nobody-knows-me", s_usage);

        receipt.IsPriced.Should().BeFalse();
        FluentActions.Invoking(() => (decimal)receipt).Should().Throw<InvalidOperationException>().WithMessage("*No price is known*");
        host.Tracker.Totals.Unpriced.Should().Be(2);
        host.Tracker.TotalCost().Should().BeEmpty("it is not zero, it is unknown");
        host.Records[0].Lines.Select(static line => (line.Name, line.Quantity.ToDecimal(0))).Should().Equal(("input", 600m), ("cacheRead", 2_400m), ("output", 350m));
        host.Log.GetSnapshot().Count(static record => record.Id.Id == 3205).Should().Be(1, "once for each name");
    }

    [Fact]
    public void Estimate_UnknownModel_Throws()
    {
        using var host = new MeteredHost();

        FluentActions.Invoking(() => host.Tracker.Estimate(CostUse.Model(new ServedModel("nobody-knows-me"), s_usage)))
            .Should().Throw<UnknownPriceException>().WithMessage("*'nobody-knows-me'*price file*");
        FluentActions.Invoking(() => host.Tracker.Estimate(CostUse.Meter(CostCategory.Compute, "nobody", 1))).Should().Throw<UnknownPriceException>();
    }

    [Fact]
    public void Track_ImpossibleTokens_BooksNothing()
    {
        using var host = new MeteredHost();

        FluentActions.Invoking(() => host.Tracker.TrackModel("claude-haiku-4-5", new ModelUsage { InputTokens = 1, CacheReadTokens = 2 }))
            .Should().Throw<ImpossibleUsageException>();
        FluentActions.Invoking(() => host.Tracker.Track(default)).Should().Throw<ArgumentException>().WithMessage("*CostUse*");
        host.Records.Should().BeEmpty();
    }

    [Fact]
    public void Track_UnderAContext_CarriesItAndTheModel()
    {
        using var host = new MeteredHost();
        using CostScope scope = CostContext.Begin(new CostAttribution { Project = "p42", Service = "generator" });

        host.Tracker.TrackModel("claude-haiku-4-5", s_usage, new CostTerms { Attribution = new CostAttribution { User = "u7" }.WithTag("team", "core") });

        host.Records.Single().Attribution.Should().Be(
            new CostAttribution { Project = "p42", Service = "generator", User = "u7", Model = "claude-haiku-4-5" }.WithTag("team", "core"));
    }

    [Fact]
    public void Track_MoreValuesThanHavePlaces_BecomeOther()
    {
        using var host = new MeteredHost(b => b.ConfigureAttribution(o => o.MaxValues = 2));
        foreach (string user in (string[])["a", "b", "c", "a"])
        {
            host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1), new CostTerms { Attribution = new CostAttribution { User = user } });
        }

        host.Restart();
        host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1), new CostTerms { Attribution = new CostAttribution { User = "d" } });

        host.Records.Select(static record => record.Attribution.User).Should().Equal("a", "b", CardinalityLimiter.Other, "a", CardinalityLimiter.Other);
    }

    [Fact]
    public async Task SettleAsync_Hold_IsInLedgerAndBudget()
    {
        using var host = new MeteredHost(b => b.AddBudget("team", budget => budget.Scope("project", "p42").Monthly(10m).Enforce()));
        CostUse use = CostUse.Model(new ServedModel("claude-haiku-4-5"), s_usage);
        Money estimate = host.Tracker.Estimate(use);
        await using BudgetHold hold = await host.Budgets.ReserveAsync(estimate, new CostAttribution { Project = "p42" });

        CostReceipt receipt = await host.Tracker.SettleAsync(hold, use);

        BudgetStatus status = (await host.Budgets.GetStatusAsync("team"))!;
        status.Committed.Should().Be(receipt.Amount).And.Be(estimate);
        status.Held.IsZero.Should().BeTrue();
        CostRecord record = host.Records.Single();
        record.Hold.Should().Be(hold.Id);
        record.Attribution.Project.Should().Be("p42");
    }

    [Fact]
    public async Task SettleAsync_NoPrice_LeavesTheEstimateCharged()
    {
        using var host = new MeteredHost(b => b.AddBudget("all", budget => budget.Monthly(10m).Enforce()));
        BudgetHold hold = await host.Budgets.ReserveAsync(Money.Of(2m, Currency.Usd));
        await using (hold)
        {
            CostReceipt receipt = await host.Tracker.SettleAsync(hold, CostUse.Model(new ServedModel("nobody-knows-me"), s_usage));
            receipt.IsPriced.Should().BeFalse();
        }

        (await host.Budgets.GetIndeterminateAsync()).Should().ContainSingle().Which.Id.Should().Be(hold.Id);
        (await host.Budgets.GetStatusAsync("all"))!.Held.Should().Be(Money.Of(2m, Currency.Usd));
    }

    [Fact]
    public async Task Track_WithoutAHold_CountsInBudgetsOnce()
    {
        using var host = new MeteredHost(b => b.AddBudget("all", budget => budget.Monthly(10m).In("CNY").Enforce()));
        var terms = new CostTerms { EventId = Guid.CreateVersion7(MeteredHost.Began) };

        host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(100), terms);
        host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(100), terms);

        (await host.Budgets.GetStatusAsync("all"))!.Committed.Should().Be(Money.Of(0.1m, Currency.Cny));
    }

    [Fact]
    public void TrackSaving_IsNoCost()
    {
        using var host = new MeteredHost();

        CostReceipt saved = host.Tracker.TrackSaving(CostUse.Model(new ServedModel("claude-haiku-4-5"), s_usage), new CostTerms { Reason = "cache hit" });

        host.Tracker.TotalCost().Should().BeEmpty();
        host.Tracker.Totals.Savings.Should().Equal(saved.Amount);
        host.Records.Single().Should().Match<CostRecord>(static record => record.Kind == CostRecordKind.Saving && record.Reason == "cache hit");
    }

    [Fact]
    public async Task Track_StatedAmount_IsBookedAsItIsAndNeverPricedAgain()
    {
        using var host = new MeteredHost();

        CostReceipt receipt = host.Tracker.Track(CostUse.Stated(CostCategory.Model, "gateway", 1, Money.Of(0.0123m, Currency.Usd)));
        Repricing repricing = await host.Tracker.RepriceAsync(MeteredHost.Began, MeteredHost.Began.AddDays(1));

        receipt.Amount.Should().Be(Money.Of(0.0123m, Currency.Usd));
        repricing.Corrected.Should().Be(0);
        host.Tracker.Totals.Of(CostCategory.Model).Should().Equal(receipt.Amount);
        FluentActions.Invoking(() => CostUse.Stated(CostCategory.Model, "gateway", 1, Money.Of(-1m, Currency.Usd))).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Track_TwoThreadsAndOneAllowance_TakeItOnce()
    {
        using var host = new MeteredHost(Prices);
        ICostTracker tracker = host.Tracker;
        Parallel.For(0, 1_000, _ => tracker.TrackStorage("tiered", 1));

        tracker.TotalCost().Should().Equal(Money.Of(990m, Currency.Usd));
    }

    [Fact]
    public void Track_NoLedgerPath_KeepsItForTheProcessAndTells()
    {
        using var host = new MeteredHost(b => b.Services.Configure<CostMeteringOptions>(o => o.LedgerPath = null));
        host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        string path = host.Ledger.Path;
        Directory.Exists(path).Should().BeTrue();

        host.Restart();

        Directory.Exists(path).Should().BeFalse();
        host.Log.GetSnapshot().Should().Contain(static record => record.Id.Id == 3202 && record.Message.Contains("CodeGenRuntime:Costs:LedgerPath", StringComparison.Ordinal));
    }

    private static void Prices(CostMeteringBuilder builder) => builder.ConfigurePrices(o => o.Host = Lists.Parse("""
        {
          "meters": [
            { "name": "compute.gpu-hours", "unit": "hour", "prices": [{ "price": "2" }] },
            { "name": "storage.gb-months", "unit": "GB", "prices": [{ "price": "0.02" }] },
            { "name": "network.gb-out", "unit": "GB", "prices": [{ "price": "0.09" }] },
            { "name": "tiered", "unit": "piece", "prices": [{ "free": "10", "tiers": [{ "price": "1" }] }] }
          ]
        }
        """));

    [Fact]
    public async Task TrackDurableAsync_SecondPlace_IsWaitedForWithThePlaceOfTheRecord()
    {
        var gate = new HeldGate();
        using var host = new MeteredHost(b => b.Services.AddSingleton<IDurabilityGate>(gate));
        host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));

        Task<CostReceipt> durable = host.Tracker.TrackDurableAsync(CostUse.Meter(CostCategory.Api, MeterNames.ApiSeconds, TimeSpan.FromSeconds(1)));
        await host.Ledger.FlushAsync();
        durable.IsCompleted.Should().BeFalse();
        gate.Opened.SetResult();

        (await durable).Sequence.Should().Be(2).And.Be(gate.Asked);
    }

    private sealed class HeldGate : IDurabilityGate
    {
        public TaskCompletionSource Opened { get; } = new();

        public long Asked { get; private set; }

        public Task WaitAsync(long sequence)
        {
            Asked = sequence;
            return Opened.Task;
        }
    }
}
