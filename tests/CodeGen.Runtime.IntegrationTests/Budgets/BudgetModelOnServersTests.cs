using CodeGen.Runtime.Costs;
using CodeGen.Runtime.Costs.Tests;
using CodeGen.Runtime.TestKit;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Budgets;

/// <summary>After any sequence of calls of two nodes, whose clocks are wrong, and jumps of the server's clock, the shared budgets say what naive ones say, to the pico.</summary>
[Collection(ServersCollection.Name)]
public sealed class BudgetModelOnServersTests(ServersFixture servers)
{
    /// <summary>The largest limit, in picos, and amounts around what doubles, units and limbs end at.</summary>
    private static readonly Int128[] s_edges = [1, 1L << 53, (Int128)1 << 53 << 40, 1_000_000_000_000, (Int128)1_000_000_000_000 * 1_000_000_000_000, (Int128)1_000_000_000_000 * 1_000_000_000_000 * 1_000_000_000_000];

    private static readonly Gen<Int128> s_amounts = Gen.Select(Gen.OneOfConst(s_edges), Gen.Int[-3, 3], Gen.ULong, Gen.Int[0, 3]).Select(static (edge, off, random, kind) => kind switch
    {
        0 => Int128.Max(0, edge + off),
        1 => Int128.Max(0, (edge / 3) + off),
        2 => (Int128)(random % 20_000_000_000_000),
        _ => (Int128)random * 2_000_000_000,
    });

    private static readonly Gen<Action<BudgetBuilder>> s_budgets = Gen.Select(Gen.Int[0, 5], Gen.Bool, Gen.Int[0, 3], Gen.OneOfConst(9m, 9007.199254740993m, 1_000_000m, 12_000_000_000_000m, 1_000_000_000_000_000_000_000_000m)).Select(
        static (kind, enforce, scope, limit) => new Action<BudgetBuilder>(b =>
        {
            _ = kind switch
            {
                0 => b.Daily(limit, "Europe/Berlin"),
                1 => b.Monthly(limit),
                2 => b.Rolling(limit, TimeSpan.FromHours(24), 24),
                3 => b.Rolling(limit, TimeSpan.FromMinutes(90), 3),
                4 => b.Once(limit, BudgetWorld.Start.AddHours(20), BudgetWorld.Start.AddDays(9)),
                _ => b.Yearly(limit, "Australia/Lord_Howe"),
            };
            _ = scope switch
            {
                0 => b,
                1 => b.Scope("project", "p0"),
                2 => b.Scope("user", "u0"),
                _ => b.Scope("project", "p1").Scope("user", "u1"),
            };
            _ = enforce ? b.Enforce() : b;
        }));

    private static readonly Gen<Step> s_steps = Gen.Select(
        Gen.Frequency((6, Gen.Const(Act.Reserve)), (4, Gen.Const(Act.Settle)), (2, Gen.Const(Act.Release)), (1, Gen.Const(Act.Dispose)), (1, Gen.Const(Act.Heartbeat)), (1, Gen.Const(Act.Resolve)), (2, Gen.Const(Act.Charge)), (4, Gen.Const(Act.Wait))),
        Gen.Int[0, 1_000],
        s_amounts,
        Gen.Frequency((4, Gen.Int[0, 3_600]), (2, Gen.Int[0, 90_000]), (1, Gen.Int[0, 3_000_000]))).Select(static (act, pick, amount, seconds) => new Step(act, pick, amount, seconds));

    private enum Act
    {
        Reserve,
        Settle,
        Release,
        Dispose,
        Heartbeat,
        Resolve,
        Charge,
        Wait,
    }

    [SkippableTheory]
    [InlineData(ServerKind.Redis, 150)]
    [InlineData(ServerKind.Embedded, 40)]
    public async Task AnySequence_ComesToWhatTheNaiveModelComesTo(ServerKind kind, int iterations)
    {
        string address = (await servers.GetAsync(kind)).ConnectionString;
        await Gen.Select(s_budgets.Array[1, 4], s_steps.Array[0, 50], Gen.Int[-90, 90]).SampleAsync((budgets, steps, skew) => RunAsync(address, budgets, steps, TimeSpan.FromDays(skew)), iter: iterations, threads: 2);
    }

    private static async Task RunAsync(string address, Action<BudgetBuilder>[] budgets, Step[] steps, TimeSpan skew)
    {
        await using BudgetWorld world = await BudgetWorld.CreateAsync(address);
        BudgetNode[] nodes = [.. new[] { TimeSpan.Zero, skew }.Select(by => world.Node(Define, by))];
        IReadOnlyList<BudgetDefinition> definitions = nodes[0].Budgets.Definitions;
        var model = new NaiveBudgets(definitions, BudgetsOptions.DefaultLease);
        var holds = new List<(BudgetHold Hold, NaiveBudgets.Entry Entry)>();
        var past = new List<DateTimeOffset> { BudgetWorld.Start };
        foreach (Step step in steps)
        {
            await DoAsync(step, world, nodes[step.Pick % 2], model, holds);
            past.Add(world.Now);
            await CompareAsync(world, nodes[0], model, definitions, world.Now);
        }

        foreach (DateTimeOffset at in past.TakeLast(8))
        {
            await CompareAsync(world, nodes[1], model, definitions, at);
        }

        void Define(BudgetsBuilder builder)
        {
            // Holds of no budget are not told to anybody.
            builder.AddBudget("all", static b => b.Monthly(1_000_000_000_000_000_000_000_000m));
            for (int i = 0; i < budgets.Length; i++)
            {
                builder.AddBudget($"b{i}", budgets[i]);
            }
        }
    }

    private static async Task DoAsync(Step step, BudgetWorld world, BudgetNode node, NaiveBudgets model, List<(BudgetHold Hold, NaiveBudgets.Entry Entry)> holds)
    {
        Money amount = Money.FromPicos(step.Amount, Currency.Usd);
        if (step.Act == Act.Wait)
        {
            await world.AdvanceAsync(TimeSpan.FromSeconds(step.Seconds));
        }
        else if (step.Act is Act.Reserve or Act.Charge)
        {
            var attribution = new CostAttribution { Project = $"p{step.Pick % 3}", User = $"u{step.Pick % 5 % 2}" };
            if (step.Act == Act.Charge)
            {
                model.Charge(amount.Picos, attribution, world.Now);
                await node.Budgets.ChargeAsync(amount, attribution);
                return;
            }

            (NaiveBudgets.Entry? entry, string? refusedBy) = model.Reserve(amount.Picos, attribution, world.Now);
            BudgetReservation reservation = await node.Budgets.TryReserveAsync(amount, attribution);
            reservation.Refusal?.Budget.Should().Be(refusedBy);
            reservation.IsHeld.Should().Be(entry is not null);
            if (reservation.IsHeld)
            {
                holds.Add((reservation.Hold, entry!));
            }
        }
        else if (holds.Count > 0)
        {
            (BudgetHold hold, NaiveBudgets.Entry entry) = holds[step.Pick % holds.Count];
            await DoAsync(step.Act, amount, world.Now, node, hold, entry);
        }
    }

    private static async Task DoAsync(Act act, Money amount, DateTimeOffset now, BudgetNode node, BudgetHold hold, NaiveBudgets.Entry entry)
    {
        bool held = entry.Standing == NaiveBudgets.Standing.Held;
        switch (act)
        {
            case Act.Settle when entry.Standing == NaiveBudgets.Standing.Settled && entry.Booked != amount.Picos:
                await hold.Invoking(h => h.SettleAsync(amount).AsTask()).Should().ThrowAsync<InvalidOperationException>();
                break;
            case Act.Settle:
                await hold.SettleAsync(amount);
                (entry.Standing, entry.Booked) = (NaiveBudgets.Standing.Settled, amount.Picos);
                break;
            case Act.Release:
                (await hold.ReleaseAsync()).Should().Be(entry.Standing is NaiveBudgets.Standing.Held or NaiveBudgets.Standing.Released);
                entry.Standing = held ? NaiveBudgets.Standing.Released : entry.Standing;
                break;
            case Act.Dispose:
                await hold.DisposeAsync();
                entry.LeaseEnd = entry.LeaseEnd < now ? entry.LeaseEnd : now;
                break;
            case Act.Heartbeat:
                (await hold.HeartbeatAsync()).Should().Be(held);
                entry.LeaseEnd = now + BudgetsOptions.DefaultLease;
                break;
            default:
                // Any node can say it of any hold.
                bool indeterminate = entry.IsIndeterminate(now);
                (await node.Budgets.ResolveAsync(hold.Id, amount)).Should().Be(indeterminate);
                (entry.Standing, entry.Booked) = indeterminate ? (NaiveBudgets.Standing.Resolved, amount.Picos) : (entry.Standing, entry.Booked);
                break;
        }
    }

    private static async Task CompareAsync(BudgetWorld world, BudgetNode node, NaiveBudgets model, IReadOnlyList<BudgetDefinition> definitions, DateTimeOffset at)
    {
        foreach (BudgetDefinition definition in definitions)
        {
            if (await node.Budgets.GetStatusAsync(definition.Name, at) is { } status)
            {
                (status.Committed.Picos, status.Held.Picos, status.Indeterminate.Picos)
                    .Should().Be((model.Committed(definition, at), model.Held(definition, at), model.Indeterminate(definition, at, world.Now)), "{0} at {1}", definition.Name, at);
            }
        }

        (await node.Budgets.GetIndeterminateAsync()).Should().HaveCount(model.IndeterminateCount(world.Now));
    }

    private readonly record struct Step(Act Act, int Pick, Int128 Amount, int Seconds);
}
