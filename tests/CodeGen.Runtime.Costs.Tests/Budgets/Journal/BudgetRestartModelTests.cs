using CsCheck;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>After any sequence of calls, jumps of time, restarts and snapshots, budgets say what the naive ones say, which never end; and the way by a snapshot comes to the same as that without.</summary>
public sealed class BudgetRestartModelTests
{
    private static readonly Gen<Step> s_steps = Gen.Select(
        Gen.Frequency(
            (8, Gen.Const(Act.Reserve)), (5, Gen.Const(Act.Settle)), (2, Gen.Const(Act.Release)), (2, Gen.Const(Act.Dispose)), (2, Gen.Const(Act.Resolve)), (3, Gen.Const(Act.Charge)), (5, Gen.Const(Act.Wait)),
            (2, Gen.Const(Act.Restart)), (1, Gen.Const(Act.Snapshot))),
        Gen.Int[0, 1_000],
        Gen.Int[0, 6_000],
        BudgetGen.Waits).Select(static (act, pick, cents, seconds) => new Step(act, pick, cents, seconds));

    private enum Act
    {
        Reserve,
        Settle,
        Release,
        Dispose,
        Resolve,
        Charge,
        Wait,
        Restart,
        Snapshot,
    }

    [Fact]
    public Task AnySequence_WithRestarts_ComesToWhatTheNaiveModelComesTo() => Gen.Select(BudgetGen.Budgets, s_steps.Array[0, 60]).SampleAsync(static async (budgets, steps) =>
    {
        await using var life = new Life(budgets);
        foreach (Step step in steps)
        {
            await life.DoAsync(step);
        }

        await life.RestartAsync();
        await life.CompareAsync();
        string[] withSnapshots = life.Host.Sums();
        await life.RestartAsync(withoutSnapshots: true);
        await life.CompareAsync();
        life.Host.Sums().Should().Equal(withSnapshots);
    }, iter: 250);

    private readonly record struct Step(Act Act, int Pick, int Cents, int Seconds);

    private sealed class Life : IAsyncDisposable
    {
        private readonly TestLedger _ledger = new();
        private readonly Action<IServiceCollection> _configure;
        private readonly NaiveBudgets _model;
        private readonly IReadOnlyList<BudgetDefinition> _definitions;
        private readonly List<(BudgetHoldId Id, BudgetHold? Hold, NaiveBudgets.Entry Entry)> _holds = [];
        private readonly List<DateTimeOffset> _past = [];
        private readonly HashSet<(string, string, decimal)> _alerted = [];

        public Life(Action<BudgetBuilder>[] budgets)
        {
            _ledger.Time.SetUtcNow(BudgetHost.Start.AddYears(1));
            _configure = services =>
            {
                for (int i = 0; i < budgets.Length; i++)
                {
                    services.AddBudget($"b{i}", budgets[i]);
                }
            };
            Host = new JournaledHost(_ledger, _configure);
            _definitions = Host.Budgets.Definitions;
            _model = new NaiveBudgets(_definitions, BudgetsOptions.DefaultLease);
        }

        public JournaledHost Host { get; private set; }

        private DateTimeOffset Now => _ledger.Time.GetUtcNow();

        public async Task DoAsync(Step step)
        {
            _past.Add(Now);
            Money amount = Money.Of(step.Cents / 100m, Currency.Usd);
            var attribution = new CostAttribution { Project = $"p{step.Pick % 3}", User = $"u{step.Pick % 2}" };
            switch (step.Act)
            {
                case Act.Wait:
                    _ledger.Time.Advance(TimeSpan.FromSeconds(step.Seconds));
                    break;
                case Act.Restart:
                    await RestartAsync();
                    await CompareAsync();
                    break;
                case Act.Snapshot:
                    (await Host.Store.SnapshotAsync()).Should().BeTrue();
                    break;
                case Act.Charge:
                    _model.Charge(amount.Picos, attribution, Now);
                    await Host.Budgets.ChargeAsync(amount, attribution);
                    break;
                case Act.Reserve:
                    await ReserveAsync(amount, attribution);
                    break;
                default:
                    if (_holds.Count > 0)
                    {
                        await DoAsync(step.Act, amount, step.Pick % _holds.Count);
                    }

                    break;
            }
        }

        public async Task RestartAsync(bool withoutSnapshots = false)
        {
            NoteAlerts();
            await Host.DisposeAsync();
            foreach (string path in withoutSnapshots ? SnapshotFile.List(_ledger.Path) : [])
            {
                File.Delete(path);
            }

            Host = new JournaledHost(_ledger, _configure);
            Host.Told.All.Should().OnlyContain(static told => told.Id == 3330);
            for (int i = 0; i < _holds.Count; i++)
            {
                NaiveBudgets.Entry entry = _holds[i].Entry;
                entry.LeaseEnd = entry.LeaseEnd < Now ? entry.LeaseEnd : Now;
                _holds[i] = _holds[i] with { Hold = null };
            }

            // What was given back, or settled in time, nobody knows by its name any more; nor what no budget counts.
            _holds.RemoveAll(static h => h.Entry.Concerned.Count == 0 || h.Entry.Standing == NaiveBudgets.Standing.Released || (h.Entry.Standing == NaiveBudgets.Standing.Settled && !h.Entry.WasLate));
        }

        public async Task CompareAsync()
        {
            foreach (DateTimeOffset at in _past.Append(Now))
            {
                foreach (BudgetDefinition definition in _definitions)
                {
                    if (await Host.Budgets.GetStatusAsync(definition.Name, at) is { } status)
                    {
                        (status.Committed.Picos, status.Held.Picos, status.Indeterminate.Picos)
                            .Should().Be((_model.Committed(definition, at), _model.Held(definition, at), _model.Indeterminate(definition, at, Now)), "{0} at {1}", definition.Name, at);
                    }
                }
            }

            (await Host.Budgets.GetIndeterminateAsync()).Where(static hold => hold.Budgets.Count > 0).Select(static hold => hold.Id)
                .Should().BeEquivalentTo(_holds.Where(h => h.Entry.Concerned.Count > 0 && h.Entry.IsIndeterminate(Now)).Select(static h => h.Id));
        }

        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            _ledger.Dispose();
        }

        /// <summary>Of a window of the calendar a threshold is told once, in whichever life.</summary>
        private void NoteAlerts()
        {
            foreach (BudgetAlert alert in Host.Alerts.All.Where(static alert => !alert.Window.Id.StartsWith('R')))
            {
                _alerted.Add((alert.Budget, alert.Window.Id, alert.Threshold)).Should().BeTrue("{0} is told once", alert);
            }
        }

        private async Task ReserveAsync(Money amount, CostAttribution attribution)
        {
            (NaiveBudgets.Entry? entry, string? refusedBy) = _model.Reserve(amount.Picos, attribution, Now);
            BudgetReservation reservation = await Host.Budgets.TryReserveAsync(amount, attribution);
            reservation.Refusal?.Budget.Should().Be(refusedBy);
            reservation.IsHeld.Should().Be(entry is not null);
            if (reservation.IsHeld)
            {
                _holds.Add((reservation.Hold.Id, reservation.Hold, entry!));
            }
        }

        private async Task DoAsync(Act act, Money amount, int which)
        {
            (BudgetHoldId id, BudgetHold? hold, NaiveBudgets.Entry entry) = _holds[which];
            switch (act)
            {
                case Act.Settle:
                    await SettleAsync(amount, id, hold, entry);
                    break;
                case Act.Release when hold is not null:
                    bool released = entry.Standing is NaiveBudgets.Standing.Held or NaiveBudgets.Standing.Released;
                    (await hold.ReleaseAsync()).Should().Be(released);
                    entry.Standing = released ? NaiveBudgets.Standing.Released : entry.Standing;
                    break;
                case Act.Dispose when hold is not null:
                    await hold.DisposeAsync();
                    entry.LeaseEnd = entry.LeaseEnd < Now ? entry.LeaseEnd : Now;
                    break;
                case Act.Resolve:
                    bool indeterminate = entry.IsIndeterminate(Now);
                    (await Host.Budgets.ResolveAsync(id, amount)).Should().Be(indeterminate);
                    (entry.Standing, entry.Booked, entry.WasLate) = indeterminate ? (NaiveBudgets.Standing.Resolved, amount.Picos, true) : (entry.Standing, entry.Booked, entry.WasLate);
                    break;
            }
        }

        private async Task SettleAsync(Money amount, BudgetHoldId id, BudgetHold? hold, NaiveBudgets.Entry entry)
        {
            Func<Task> settle = async () =>
            {
                if (hold is not null)
                {
                    await hold.SettleAsync(amount);
                }
                else
                {
                    (await Host.Budgets.SettleAsync(id, amount)).Should().BeTrue();
                }
            };
            if (entry.Standing == NaiveBudgets.Standing.Settled && entry.Booked != amount.Picos)
            {
                await settle.Should().ThrowAsync<InvalidOperationException>();
                return;
            }

            bool late = entry.Standing == NaiveBudgets.Standing.Resolved || entry.IsIndeterminate(Now);
            await settle();
            (entry.Standing, entry.Booked, entry.WasLate) = (NaiveBudgets.Standing.Settled, amount.Picos, entry.WasLate || late);
        }
    }
}
