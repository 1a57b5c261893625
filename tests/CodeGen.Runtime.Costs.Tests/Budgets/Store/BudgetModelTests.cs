using CsCheck;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>After any sequence of calls and jumps of time, the budgets say what the naive ones say.</summary>
public sealed class BudgetModelTests
{
    private static readonly Gen<Step> s_steps = Gen.Select(
        Gen.Frequency((6, Gen.Const(Act.Reserve)), (4, Gen.Const(Act.Settle)), (2, Gen.Const(Act.Release)), (1, Gen.Const(Act.Dispose)), (1, Gen.Const(Act.Heartbeat)), (1, Gen.Const(Act.Resolve)), (2, Gen.Const(Act.Charge)), (4, Gen.Const(Act.Wait))),
        Gen.Int[0, 1_000],
        Gen.Int[0, 12_000],
        BudgetGen.Waits).Select(static (act, pick, cents, seconds) => new Step(act, pick, cents, seconds));

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

    [Fact]
    public Task AnySequence_ComesToWhatTheNaiveModelComesTo() => Gen.Select(BudgetGen.Budgets, s_steps.Array[0, 60]).SampleAsync(static async (budgets, steps) =>
    {
        await using var host = new BudgetHost(services =>
        {
            for (int i = 0; i < budgets.Length; i++)
            {
                services.AddBudget($"b{i}", budgets[i]);
            }
        });
        var model = new NaiveBudgets(host.Budgets.Definitions, BudgetsOptions.DefaultLease);
        var holds = new List<(BudgetHold Hold, NaiveBudgets.Entry Entry)>();
        var past = new List<DateTimeOffset> { BudgetHost.Start };
        foreach (Step step in steps)
        {
            await DoAsync(step, host, model, holds);
            past.Add(host.Time.GetUtcNow());
            await CompareAsync(host, model, past[^1]);
        }

        foreach (DateTimeOffset at in past)
        {
            await CompareAsync(host, model, at);
        }
    }, iter: 400);

    private static async Task DoAsync(Step step, BudgetHost host, NaiveBudgets model, List<(BudgetHold Hold, NaiveBudgets.Entry Entry)> holds)
    {
        DateTimeOffset now = host.Time.GetUtcNow();
        Money amount = Money.Of(step.Cents / 100m, Currency.Usd);
        if (step.Act == Act.Wait)
        {
            host.Time.Advance(TimeSpan.FromSeconds(step.Seconds));
        }
        else if (step.Act is Act.Reserve or Act.Charge)
        {
            var attribution = new CostAttribution { Project = $"p{step.Pick % 3}", User = $"u{step.Pick % 2}" };
            if (step.Act == Act.Charge)
            {
                model.Charge(amount.Picos, attribution, now);
                await host.Budgets.ChargeAsync(amount, attribution);
                return;
            }

            (NaiveBudgets.Entry? entry, string? refusedBy) = model.Reserve(amount.Picos, attribution, now);
            BudgetReservation reservation = await host.Budgets.TryReserveAsync(amount, attribution);
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
            await DoAsync(step.Act, amount, now, host, hold, entry);
        }
    }

    private static async Task DoAsync(Act act, Money amount, DateTimeOffset now, BudgetHost host, BudgetHold hold, NaiveBudgets.Entry entry)
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
                bool indeterminate = entry.IsIndeterminate(now);
                (await host.Budgets.ResolveAsync(hold.Id, amount)).Should().Be(indeterminate);
                (entry.Standing, entry.Booked) = indeterminate ? (NaiveBudgets.Standing.Resolved, amount.Picos) : (entry.Standing, entry.Booked);
                break;
        }
    }

    private static async Task CompareAsync(BudgetHost host, NaiveBudgets model, DateTimeOffset at)
    {
        DateTimeOffset now = host.Time.GetUtcNow();
        foreach (BudgetDefinition definition in host.Budgets.Definitions)
        {
            if (await host.Budgets.GetStatusAsync(definition.Name, at) is { } status)
            {
                (status.Committed.Picos, status.Held.Picos, status.Indeterminate.Picos)
                    .Should().Be((model.Committed(definition, at), model.Held(definition, at), model.Indeterminate(definition, at, now)), "{0} at {1}", definition.Name, at);
            }
        }

        (await host.Budgets.GetIndeterminateAsync()).Should().HaveCount(model.IndeterminateCount(now));
    }

    private readonly record struct Step(Act Act, int Pick, int Cents, int Seconds);
}
