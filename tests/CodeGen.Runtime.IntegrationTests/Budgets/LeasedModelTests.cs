using CodeGen.Runtime.Costs;
using CodeGen.Runtime.Costs.Tests;
using CodeGen.Runtime.TestKit;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Budgets;

/// <summary>
/// After any sequence of calls of two nodes that lease chunks, the shared budgets say what naive ones say. A reservation is never held that would not fit on paper, but for what was booked above estimates after a
/// chunk was set aside; and where it is refused, what the other node has set aside is what it lacks.
/// </summary>
[Collection(ServersCollection.Name)]
public sealed class LeasedModelTests(ServersFixture servers)
{
    private const decimal Largest = 1_000_000_000_000_000_000_000_000m;

    private static readonly Gen<Action<BudgetBuilder>> s_budgets = Gen.Select(Gen.Int[0, 4], Gen.Bool, Gen.Int[0, 3], Gen.OneOfConst(60m, 3_000_000m, 14_000_000_000_000m)).Select(
        static (kind, enforce, scope, limit) => new Action<BudgetBuilder>(b =>
        {
            _ = kind switch
            {
                0 => b.Daily(limit, "Europe/Berlin"),
                1 => b.Monthly(limit),
                2 => b.Rolling(limit, TimeSpan.FromHours(24), 24),
                3 => b.Rolling(limit, TimeSpan.FromMinutes(90), 3),
                _ => b.Once(limit, BudgetWorld.Start.AddHours(20), BudgetWorld.Start.AddDays(9)),
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

    private static readonly Gen<Int128> s_amounts = Gen.Select(Gen.Int[0, 3], Gen.ULong).Select(static (kind, random) => kind switch
    {
        0 => (Int128)(random % 7) * 1_000_000_000_000,
        1 => (Int128)(random % 20_000_000_000_001),
        2 => (Int128)(random % 900_000) * 1_000_000_000_007,
        _ => (Int128)random * 400_000,
    });

    private static readonly Gen<Step> s_steps = Gen.Select(
        Gen.Frequency(
            (12, Gen.Const(Act.Reserve)), (8, Gen.Const(Act.Settle)), (3, Gen.Const(Act.Release)), (1, Gen.Const(Act.Dispose)), (1, Gen.Const(Act.Heartbeat)), (1, Gen.Const(Act.Resolve)), (1, Gen.Const(Act.Charge)),
            (2, Gen.Const(Act.Wait)), (2, Gen.Const(Act.Tick)), (2, Gen.Const(Act.Compare))),
        Gen.Int[0, 1_000],
        s_amounts,
        Gen.Frequency((6, Gen.Int[0, 3]), (2, Gen.Int[0, 3_600]), (1, Gen.Int[0, 3_000_000]))).Select(static (act, pick, amount, seconds) => new Step(act, pick, amount, seconds));

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
        Tick,
        Compare,
    }

    [SkippableFact]
    public async Task AnySequence_OfTwoNodes_ComesToWhatTheNaiveModelComesToAndHoldsNothingThatDoesNotFit()
    {
        string address = (await servers.GetAsync(ServerKind.Redis)).ConnectionString;
        int leased = 0;
        await Gen.Select(s_budgets.Array[1, 4], s_steps.Array[0, 70], Gen.Int[-90, 90]).SampleAsync(
            async (budgets, steps, skew) => Interlocked.Add(ref leased, await RunAsync(address, budgets, steps, TimeSpan.FromDays(skew))), iter: 150, threads: 2);
        leased.Should().BeGreaterThan(150, "reservations without a round trip are what this is about");
    }

    private static async Task<int> RunAsync(string address, Action<BudgetBuilder>[] budgets, Step[] steps, TimeSpan skew)
    {
        await using BudgetWorld world = await BudgetWorld.CreateAsync(address, new LeasingOptions { Mode = SharedBudgetMode.Leased });
        BudgetNode[] nodes = [.. new[] { TimeSpan.Zero, skew }.Select(by => world.Node(Define, by))];
        var model = new NaiveBudgets(nodes[0].Budgets.Definitions, BudgetsOptions.DefaultLease);
        var holds = new List<(BudgetHold Hold, NaiveBudgets.Entry Entry)>();
        foreach (Step step in steps)
        {
            BudgetNode node = nodes[step.Pick % 2];
            switch (step.Act)
            {
                case Act.Wait:
                    // A chunk serves in the window it is of for its life at most; what is compared is to the instant.
                    await FlushAsync(nodes);
                    await world.AdvanceAsync(TimeSpan.FromSeconds(step.Seconds));
                    break;
                case Act.Tick:
                    await world.AdvanceAsync(TimeSpan.FromSeconds(1));
                    await node.Leased!.TickAsync();
                    break;
                case Act.Compare:
                    await CompareAsync(world, nodes, model);
                    break;
                default:
                    await DoAsync(step, world, nodes, model, holds);
                    break;
            }
        }

        await CompareAsync(world, nodes, model);
        int served = holds.Count - nodes.Sum(static node => node.Chunks!.Reservations);
        return Math.Max(0, served);

        void Define(BudgetsBuilder builder)
        {
            builder.AddBudget("all", static b => b.Monthly(Largest));
            for (int i = 0; i < budgets.Length; i++)
            {
                builder.AddBudget($"b{i}", budgets[i]);
            }
        }
    }

    private static async Task DoAsync(Step step, BudgetWorld world, BudgetNode[] nodes, NaiveBudgets model, List<(BudgetHold Hold, NaiveBudgets.Entry Entry)> holds)
    {
        BudgetNode node = nodes[step.Pick % 2];
        Money amount = Money.FromPicos(step.Amount, Currency.Usd);
        var attribution = new CostAttribution { Project = $"p{step.Pick % 3}", User = $"u{step.Pick % 5 % 2}" };
        switch (step.Act)
        {
            case Act.Charge:
                model.Charge(amount.Picos, attribution, world.Now);
                await node.Budgets.ChargeAsync(amount, attribution);
                break;
            case Act.Reserve:
                BudgetReservation reservation = await node.Budgets.TryReserveAsync(amount, attribution);
                (NaiveBudgets.Entry? entry, string? refusedBy) = model.Reserve(amount.Picos, attribution, world.Now);
                if (entry is null)
                {
                    // A chunk that was set aside before somebody booked more than was estimated goes on serving: it was counted all the time.
                    if (reservation.IsHeld)
                    {
                        (model.Lacking(amount.Picos, attribution, world.Now) <= model.Excess()).Should().BeTrue("it does not fit, and by more than was booked above estimates");
                        holds.Add((reservation.Hold!, model.Hold(amount.Picos, attribution, world.Now)));
                    }

                    break;
                }

                if (!reservation.IsHeld)
                {
                    await nodes[1 - (step.Pick % 2)].FlushAsync();
                    reservation = await node.Budgets.TryReserveAsync(amount, attribution);
                    reservation.IsHeld.Should().BeTrue("only what the other had set aside was lacking, and not {0} in {1}", amount, reservation.Refusal);
                }

                refusedBy.Should().BeNull();
                holds.Add((reservation.Hold!, entry));
                break;
            default:
                if (holds.Count > 0)
                {
                    (BudgetHold hold, NaiveBudgets.Entry open) = holds[step.Pick % holds.Count];
                    await CloseAsync(step.Act, amount, world.Now, nodes, hold, open);
                }

                break;
        }
    }

    private static async Task CloseAsync(Act act, Money amount, DateTimeOffset now, BudgetNode[] nodes, BudgetHold hold, NaiveBudgets.Entry entry)
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
                // Another node can say it once it has been told.
                await FlushAsync(nodes);
                bool indeterminate = entry.IsIndeterminate(now);
                (await nodes[^1].Budgets.ResolveAsync(hold.Id, amount)).Should().Be(indeterminate);
                (entry.Standing, entry.Booked) = indeterminate ? (NaiveBudgets.Standing.Resolved, amount.Picos) : (entry.Standing, entry.Booked);
                break;
        }
    }

    private static async Task CompareAsync(BudgetWorld world, BudgetNode[] nodes, NaiveBudgets model)
    {
        await FlushAsync(nodes);
        foreach (BudgetDefinition definition in nodes[0].Budgets.Definitions)
        {
            if (await nodes[0].Budgets.GetStatusAsync(definition.Name, world.Now) is { } status)
            {
                (status.Committed.Picos, status.Held.Picos, status.Indeterminate.Picos)
                    .Should().Be((model.Committed(definition, world.Now), model.Held(definition, world.Now), model.Indeterminate(definition, world.Now, world.Now)), "{0}", definition.Name);
            }
        }

        (await nodes[1].Budgets.GetIndeterminateAsync()).Should().HaveCount(model.IndeterminateCount(world.Now));
    }

    private static Task FlushAsync(BudgetNode[] nodes) => Task.WhenAll(nodes.Select(static node => node.FlushAsync()));

    private readonly record struct Step(Act Act, int Pick, Int128 Amount, int Seconds);
}
