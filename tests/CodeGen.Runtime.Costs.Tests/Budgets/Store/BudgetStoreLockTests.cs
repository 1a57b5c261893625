using FluentAssertions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>While one step of the store is between its check and its change, no other step begins: forced, not left to chance.</summary>
public sealed class BudgetStoreLockTests
{
    private static readonly long s_now = BudgetHost.Start.ToUnixTimeMilliseconds();

    public static TheoryData<string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (string inside in new[] { "reserve", "charge", "settle", "resolve", "release" })
            {
                foreach (string outside in new[] { "reserve", "charge", "settle", "resolve", "release", "abandon", "heartbeat", "indeterminate", "find", "read", "images" })
                {
                    pairs.Add(inside, outside);
                }
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Step_WhileAnotherIsBetweenCheckAndChange_Waits(string inside, string outside)
    {
        using var journal = new PausingJournal();
        var steps = new Steps(journal);

        // Once before, so that nothing has to be compiled when it counts.
        steps.Of(inside, 0)();
        steps.Of(outside, 1)();
        Action first = steps.Of(inside, 0);
        Action second = steps.Of(outside, 1);
        journal.PauseNext();
        Thread one = Start(first);
        journal.WaitUntilPaused();
        Thread two = Start(second);

        bool waits = IsStopped(two, journal);
        journal.GoOn();
        one.Join();
        two.Join();
        waits.Should().BeTrue("{0} must not begin while {1} is at work", outside, inside);
    }

    [Fact]
    public void Reserve_OfTheLastDollarTwice_HoldsItOnce()
    {
        using var journal = new PausingJournal();
        var steps = new Steps(journal);
        ReserveStatus[] said = new ReserveStatus[2];
        journal.PauseNext();
        Thread one = Start(() => said[0] = steps.Reserve(100));
        journal.WaitUntilPaused();
        Thread two = Start(() => said[1] = steps.Reserve(100));
        _ = IsStopped(two, journal);
        journal.GoOn();
        one.Join();
        two.Join();
        said.Should().Equal(ReserveStatus.Held, ReserveStatus.Refused);
    }

    /// <summary>A thread either is stopped by the lock and stays so, or it gets to the journal or to its end. It is stopped when it is found waiting a thousand times in succession.</summary>
    private static bool IsStopped(Thread thread, PausingJournal journal)
    {
        for (int waiting = 0; waiting < 1_000; waiting = (thread.ThreadState & ThreadState.WaitSleepJoin) != 0 ? waiting + 1 : 0)
        {
            if (!thread.IsAlive || journal.Entered > 1)
            {
                return false;
            }

            Thread.Yield();
        }

        return true;
    }

    private static Thread Start(Action work)
    {
        var thread = new Thread(() => work());
        thread.Start();
        return thread;
    }

    private sealed class Steps
    {
        private readonly BudgetScope _scope = new(Definition(), 0, s_now);
        private readonly InProcessBudgetStore _store;
        private ulong _holds;

        public Steps(IBudgetJournal journal) => _store = new InProcessBudgetStore([_scope], new FakeTimeProvider(BudgetHost.Start), journal);

        public ReserveStatus Reserve(Int128 amount) => _store.ReserveAsync(New(amount), default).AsTask().Result.Status;

        /// <summary>A step that can be done, with all it needs before it.</summary>
        public Action Of(string name, Int128 amount)
        {
            HoldRecord hold = New(amount);
            var amounts = new BookedAmounts(Money.FromPicos(amount, Currency.Usd));
            if (name is "settle" or "resolve" or "release" or "abandon" or "heartbeat")
            {
                _store.ReserveAsync(hold, default).AsTask().Wait();
            }

            if (name == "resolve")
            {
                _store.AbandonAsync(hold, default).AsTask().Wait();
            }

            return name switch
            {
                "reserve" => () => _store.ReserveAsync(hold, default).AsTask().Wait(),
                "charge" => () => _store.ChargeAsync(hold, amounts, default).AsTask().Wait(),
                "settle" => () => _store.SettleAsync(hold, amounts, default).AsTask().Wait(),
                "resolve" => () => _store.ResolveAsync(hold, amounts, default).AsTask().Wait(),
                "release" => () => _store.ReleaseAsync(hold, default).AsTask().Wait(),
                "abandon" => () => _store.AbandonAsync(hold, default).AsTask().Wait(),
                "heartbeat" => () => _store.HeartbeatAsync(hold, default).AsTask().Wait(),
                "indeterminate" => () => _store.IndeterminateAsync(default).AsTask().Wait(),
                "find" => () => _store.FindAsync(hold.Id, default).AsTask().Wait(),
                "read" => () => _store.ReadAsync(_scope, s_now, default).AsTask().Wait(),
                _ => () => _ = _store.Images().Count,
            };
        }

        private static BudgetDefinition Definition()
        {
            var options = new BudgetOptions();
            new BudgetBuilder(options).Monthly(1).Enforce();
            return BudgetOptionsReader.Read("b", options, [])!;
        }

        private HoldRecord New(Int128 amount) => new(
            new BudgetHoldId(1, ++_holds), Money.FromPicos(amount, Currency.Usd), CostAttribution.Empty, [new HoldShare { Scope = _scope, Amount = amount * (Money.PicosPerUnit / 100) }], 900_000);
    }
}
