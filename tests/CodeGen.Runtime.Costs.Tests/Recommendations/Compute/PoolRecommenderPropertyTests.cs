using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>What pools save, beside what comes of trying one number of machines after another.</summary>
public sealed class PoolRecommenderPropertyTests
{
    private const decimal Rounding = 1e-9m;

    private static readonly Gen<(decimal Target, int Minimum)> s_pools = Gen.Select(Gen.Int[10, 100], Gen.Int[0, 2]).Select(static (target, minimum) => (target / 100m, minimum));

    [Fact]
    public void Utilization_AnyFleet_SavesWhatTryingEachNumberDoes() => Gen.Select(Fleet.Any("a"), s_pools).Sample(static (fleet, pool) =>
    {
        IReadOnlyList<RecommendationDraft> drafts = Fleet.Drafts(new UtilizationRecommender(Pool(pool)), fleet);

        decimal expected = NaivePool.Saved(fleet, pool.Target, pool.Minimum, hour => !NaivePool.IsUneven(fleet, hour, pool.Target));
        decimal saved = drafts.Sum(static draft => draft.Savings!.Saving.ToDecimal());
        saved.Should().BeApproximately(expected, Rounding).And.BeGreaterThanOrEqualTo(0);
        if (drafts is [var draft])
        {
            draft.Savings!.Cost.ToDecimal().Should().BeApproximately(fleet.Cost, Rounding);
        }
    });

    /// <summary>Both together are what giving back machines in all hours saves: nothing is counted twice, and nothing is left out.</summary>
    [Fact]
    public void LoadBalance_AnyFleet_SavesWhatUtilizationLeaves() => Gen.Select(Fleet.Any("a"), s_pools).Sample(static (fleet, pool) =>
    {
        decimal uneven = Fleet.Drafts(new LoadBalanceRecommender(Pool(pool)), fleet).Sum(static draft => draft.Savings!.Saving.ToDecimal());
        decimal even = Fleet.Drafts(new UtilizationRecommender(Pool(pool)), fleet).Sum(static draft => draft.Savings!.Saving.ToDecimal());

        uneven.Should().BeApproximately(NaivePool.Saved(fleet, pool.Target, pool.Minimum, hour => NaivePool.IsUneven(fleet, hour, pool.Target)), Rounding).And.BeGreaterThanOrEqualTo(0);
        (even + uneven).Should().BeApproximately(NaivePool.Saved(fleet, pool.Target, pool.Minimum, static _ => true), 2 * Rounding);
    });

    [Fact]
    public void MergedPools_AnyTwo_NeverNeedMoreMachinesThanApart() => Gen.Select(Fleet.Any("a"), Fleet.Any("b"), s_pools, s_pools).Sample(static (one, other, pool, second) =>
    {
        var hours = new ReplayHours(Fleet.Context());
        PoolTimes left = Times("a", pool, one, hours);
        PoolTimes right = Times("b", second, other, hours);

        MergedHour[] merged = [.. new MergedPools(left, right).ByHour()];

        merged.Should().OnlyContain(static hour => hour.Together <= hour.Apart);
        foreach (MergedHour hour in merged)
        {
            int index = (int)(hour.Hour - (Fleet.From.UtcTicks / TimeSpan.TicksPerHour));
            int minimum = Math.Max(one.Observed(index).Count > 0 ? pool.Minimum : 0, other.Observed(index).Count > 0 ? second.Minimum : 0);
            decimal minutes = (one.Observed(index).Sum(static cell => cell.Busy) / pool.Target) + (other.Observed(index).Sum(static cell => cell.Busy) / second.Target);

            // A thousandth of a minute, as thirds are no decimals.
            hour.Together.Should().BeInRange(NaivePool.Needed(minutes - 0.001m, 1, minimum), NaivePool.Needed(minutes + 0.001m, 1, minimum));
        }
    });

    [Fact]
    public void MergeServices_AnyTwo_SavesMoreThanEachAloneOrIsNotSaid()
    {
        int said = 0;
        Gen.Select(Fleet.Any("a"), Fleet.Any("b"), s_pools, Gen.Bool).Sample((first, second, pool, isOnePrice) =>
        {
            (Fleet one, Fleet other) = (first.AtOnePrice, isOnePrice ? second.AtOnePrice : second);
            said += Merge(one, other, pool);
        }, threads: 1);
        said.Should().BePositive("else nothing was compared");
    }

    [Fact]
    public void SplitService_AnyFleet_SavesWhatTryingEachNumberDoes()
    {
        int said = 0;
        Gen.Select(Fleet.Any("a"), s_pools, Gen.Int[1, 100], Gen.Int[25, 400]).Sample((fleet, pool, cents, speed) => said += Split(fleet, pool, cents, speed), threads: 1);
        said.Should().BePositive("else nothing was compared");
    }

    /// <returns>How many recommendations there were.</returns>
    private static int Merge(Fleet one, Fleet other, (decimal Target, int Minimum) pool)
    {
        CostRecommendationOptions options = Pool(pool);
        options.Pools["p"].MergeWith.Add("q");
        Add(options, "q", "b", pool);

        IReadOnlyList<RecommendationDraft> drafts = Fleet.Drafts(new MergeServicesRecommender(options), one, other);

        decimal alone = NaivePool.Saved(one, pool.Target, pool.Minimum, static _ => true) + NaivePool.Saved(other, pool.Target, pool.Minimum, static _ => true);
        decimal merged = Enumerable.Range(0, Fleet.Hours).Sum(hour => Merged(one, other, hour, pool));
        bool isKnown = Enumerable.Range(0, Fleet.Hours).Any(hour => one.Observed(hour).Count > 0) && Enumerable.Range(0, Fleet.Hours).Any(hour => other.Observed(hour).Count > 0);
        if (drafts is [var draft])
        {
            draft.Savings!.Saving.ToDecimal().Should().BeApproximately(merged, Rounding).And.BeGreaterThan(alone - Rounding);
        }
        else
        {
            (isKnown && merged > alone + Rounding).Should().BeFalse();
        }

        return drafts.Count;
    }

    private static int Split(Fleet fleet, (decimal Target, int Minimum) pool, int cents, int speed)
    {
        CostRecommendationOptions options = Pool(pool);
        options.Machines["small"] = new MachineOfferOptions { Kind = MachineOfferKind.Instance, PricePerHour = cents / 100m, Speed = speed / 100m, Evidence = "list" };
        options.Pools["p"].Split["batch"] = new MachineSplitOptions { Offer = "small", Where = { ["tag.task"] = "batch" } };

        IReadOnlyList<RecommendationDraft> drafts = Fleet.Drafts(new SplitServiceRecommender(options), fleet);

        decimal alone = NaivePool.Saved(fleet, pool.Target, pool.Minimum, static _ => true);
        decimal split = Enumerable.Range(0, Fleet.Hours).Sum(hour =>
        {
            var cells = fleet.Observed(hour);
            int part = cells.Sum(static cell => cell.Part);
            int rented = NaivePool.Needed(part, pool.Target * speed / 100m, 0);
            return cells.Count == 0 ? 0 : NaivePool.Saved(fleet, hour, NaivePool.Needed(cells.Sum(static cell => cell.Busy) - part, pool.Target, pool.Minimum)) - (rented * cents / 100m);
        });
        if (drafts is [var draft])
        {
            draft.Savings!.Saving.ToDecimal().Should().BeApproximately(split, Rounding).And.BeGreaterThan(alone - Rounding);
        }
        else
        {
            (split > alone + Rounding && fleet.Cells.Any(static cell => cell is { Paid: > 0, Busy: > 0, Part: > 0 })).Should().BeFalse();
        }

        return drafts.Count;
    }

    private static decimal Merged(Fleet one, Fleet other, int hour, (decimal Target, int Minimum) pool)
    {
        var left = one.Observed(hour);
        var right = other.Observed(hour);
        int leftPaid = left.Sum(static cell => cell.Paid);
        int rightPaid = right.Sum(static cell => cell.Paid);
        if (leftPaid + rightPaid == 0)
        {
            return 0;
        }

        decimal price = Math.Max(leftPaid == 0 ? 0 : left.Sum(static cell => cell.Cost) / leftPaid, rightPaid == 0 ? 0 : right.Sum(static cell => cell.Cost) / rightPaid);
        int needed = NaivePool.Needed(left.Sum(static cell => cell.Busy) + right.Sum(static cell => cell.Busy), pool.Target, pool.Minimum);
        return left.Sum(static cell => cell.Cost) + right.Sum(static cell => cell.Cost) - (Math.Min(60 * needed, leftPaid + rightPaid) * price);
    }

    private static PoolTimes Times(string service, (decimal Target, int Minimum) pool, Fleet fleet, ReplayHours hours)
    {
        var times = new PoolTimes(service, new MachinePoolOptions { TargetUtilization = pool.Target, MinimumMachines = pool.Minimum }, hours);
        foreach (ReplayedCharge charge in fleet.Charges())
        {
            times.Machines.Observe(charge);
        }

        return times;
    }

    private static CostRecommendationOptions Pool((decimal Target, int Minimum) pool)
    {
        var options = new CostRecommendationOptions();
        Add(options, "p", "a", pool);
        return options;
    }

    private static void Add(CostRecommendationOptions options, string name, string service, (decimal Target, int Minimum) pool) =>
        options.Pools[name] = new MachinePoolOptions { TargetUtilization = pool.Target, MinimumMachines = pool.Minimum, Where = { ["service"] = service } };
}
