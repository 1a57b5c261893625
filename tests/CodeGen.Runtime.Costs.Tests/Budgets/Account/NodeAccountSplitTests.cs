using System.Globalization;
using System.Text;
using FluentAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>The account of a node whose chunks are split, and what the ledger gives back of it.</summary>
public sealed class NodeAccountSplitTests
{
    private static readonly long s_now = BudgetHost.Start.ToUnixTimeMilliseconds();

    private static readonly BudgetScope s_scope = ScopeOf();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Split_AfterSomeOfItWasClosed_OpensTheRestAlsoAfterARestart(int snapshotAfter)
    {
        using var ledger = new TestLedger();
        (HoldRecord chunk, HoldRecord settled, HoldRecord released, HoldRecord left) = (Hold(1, 20), Hold(2, 5), Hold(3, 4), Hold(4, 3));
        var split = new WaitingStep(WaitingStep.Split, chunk, Of(2), s_now) { Open = [settled, released, left] };
        var settle = new WaitingStep(WaitingStep.Settle, settled, Of(1), s_now);
        var release = new WaitingStep(WaitingStep.Release, released, default, s_now);
        NodeAccount account;
        using (LedgerLog log = ledger.Open(65_536))
        {
            var journal = new LedgerNodeJournal(log, ledger.Time, NullLogger.Instance);
            NodeImage first = journal.Restore(Scopes(), 7);
            account = new NodeAccount(journal);
            Action[] acts =
            [
                () => account.Reserved(chunk), () => account.Intend(split), () => account.Intend(settle), () => Book(account, settle, 1), () => account.Intend(release), () => account.Released(released),
                () => Book(account, split, 2),
            ];
            for (int i = 0; i < acts.Length; i++)
            {
                acts[i]();
                if (i == snapshotAfter)
                {
                    (await account.SaveAsync(first.Identity, RememberedPast.None)).Should().BeTrue();
                }
            }
        }

        account.OpenHolds().Should().Equal(left);
        account.Snapshot().Should().Equal(new NodeBooking(s_scope.SharedName, settled.Shares[0].WindowStart, Usd(3).Picos));
        using LedgerLog again = ledger.Open(65_536);
        NodeImage image = new LedgerNodeJournal(again, ledger.Time, NullLogger.Instance).Restore(Scopes(), 7);
        image.Open.Select(static hold => hold.Id).Should().Equal(left.Id);
        image.Bookings.Should().Equal(account.Snapshot());
        image.Steps.Should().BeEmpty();
        image.Closed.Select(static hold => hold.Id).Should().Equal(settled.Id);
    }

    [Fact]
    public void Split_ThatIsIntended_ComesBackWithTheHoldsThatItLeavesBehindAndTheirSteps()
    {
        using var ledger = new TestLedger();
        (HoldRecord chunk, HoldRecord one, HoldRecord two) = (Hold(1, 20), Hold(2, 5), Hold(3, 4));
        using (LedgerLog log = ledger.Open(65_536))
        {
            var journal = new LedgerNodeJournal(log, ledger.Time, NullLogger.Instance);
            _ = journal.Restore(Scopes(), 7);
            var account = new NodeAccount(journal);
            account.Reserved(chunk);
            account.Intend(new WaitingStep(WaitingStep.Split, chunk, Of(2), s_now) { Open = [one, two] });
            account.Intend(new WaitingStep(WaitingStep.Settle, one, Of(1), s_now));
            account.Intend(new WaitingStep(WaitingStep.Release, two, default, s_now));
        }

        using LedgerLog again = ledger.Open(65_536);
        NodeImage image = new LedgerNodeJournal(again, ledger.Time, NullLogger.Instance).Restore(Scopes(), 7);
        image.Open.Select(static hold => hold.Id).Should().Equal(chunk.Id);
        image.Steps.Select(static step => (step.Verb, step.Hold.Id)).Should().Equal((WaitingStep.Split, chunk.Id), (WaitingStep.Settle, one.Id), (WaitingStep.Release, two.Id));
        image.Steps[0].Open.Should().Equal([image.Steps[1].Hold, image.Steps[2].Hold], "one that is closed first must not be opened after it");
    }

    [Fact]
    public void Resolve_ThatWaitedAndWasMadeAnew_IsBookedOnce()
    {
        var account = new NodeAccount();
        Book(account, new WaitingStep(WaitingStep.Resolve, Hold(1, 20), Of(5), s_now), 5);
        Book(account, new WaitingStep(WaitingStep.Resolve, Hold(1, 20), Of(5), s_now), 5);

        account.Snapshot().Should().ContainSingle().Which.Committed.Should().Be(Usd(5).Picos);
    }

    [Fact]
    public void Intended_TheseBytesOfASplit_AreTheFormat()
    {
        byte[] room = new byte[1_024];
        var split = new WaitingStep(WaitingStep.Split, Hold(1, 20), Of(2), s_now) { Open = [Hold(2, 5)] };
        byte[] name = Encoding.UTF8.GetBytes(s_scope.SharedName);
        Convert.ToHexString(room.AsSpan(0, StepPayload.WriteIntended(room, split, withHold: false))).Should().Be(
            "01C4" // version; shared, intended, split
            + "EFCDAB896745230101" // id
            + "5553448080D194B574" // USD, 2 in picos, folded: what was settled
            + "80C8F0959E67" // 2026-03-15T12:00:00Z
            + "018080D194B574" // of each share
            + "00" // the chunk is in the journal
            + "01" + "C0B6DE969E67" + ((byte)(44 + name.Length)).ToString("X2", CultureInfo.InvariantCulture) // one hold, the end of its lease, its record
            + "0180" + "EFCDAB896745230102" + "80C8F0959E67" + "A0F736" + "55534480C0CAF384A302" + "0000" // 900,000 ms, 5 USD, no attribution
            + "01" + ((byte)name.Length).ToString("X2", CultureInfo.InvariantCulture) + Convert.ToHexString(name) + "555344" + "00" + "80F08EEB9467"); // one share, its window
        Convert.ToHexString(room.AsSpan(0, StepPayload.WriteDone(room, split, []))).Should().Be("0184" + "EFCDAB896745230101" + "5553448080D194B574" + "00");
        Convert.ToHexString(room.AsSpan(0, StepPayload.WriteWithdrawn(room, split))).Should().Be("01A4" + "EFCDAB896745230101" + "5553448080D194B574");
    }

    private static void Book(NodeAccount account, WaitingStep step, int change)
    {
        NodeAccount.Decide(step);
        account.Booked(step, [Usd(change).Picos]);
    }

    private static HoldRecord Hold(ulong count, int amount) => new(
        new BudgetHoldId(0x0123456789ABCDEF, count), Usd(amount), CostAttribution.Empty,
        [new HoldShare { Scope = s_scope, Amount = Usd(amount).Picos, WindowStart = s_scope.Table.Starts[s_scope.Table.IndexOf(s_now)], WindowId = "2026-03" }], 900_000)
    {
        State = HoldState.Held,
        ReservedAt = s_now,
        OrphanedAt = s_now + 900_000,
    };

    private static BookedAmounts Of(int amount) => new(Usd(amount));

    private static Money Usd(int amount) => Money.Of(amount, Currency.Usd);

    private static SharedScopes Scopes() => new([s_scope], new BudgetKeys("n"));

    private static BudgetScope ScopeOf()
    {
        var options = new BudgetOptions();
        new BudgetBuilder(options).Monthly(100);
        return new BudgetScope(BudgetOptionsReader.Read("all", options, [])!, 0, s_now);
    }
}
