using CodeGen.Runtime.Costs;
using CodeGen.Runtime.Costs.Tests;

namespace CodeGen.Runtime.IntegrationTests.Budgets;

/// <summary>Ends the life of a process, once it is told to, when it would write down that a hold is closed: that it was about to is written.</summary>
internal sealed class DyingJournal(INodeJournal journal) : INodeJournal
{
    private bool _isDead;

    /// <summary>The hold whose closing is the end.</summary>
    public BudgetHoldId? DiesOf { get; set; }

    /// <summary>Whether it was written down that the hold is about to be closed.</summary>
    public bool WasIntended { get; private set; }

    public long LastSequence => journal.LastSequence;

    public IReadOnlyList<LeftCharge> Left => journal.Left;

    public NodeImage Restore(SharedScopes scopes, ulong node) => journal.Restore(scopes, node);

    public void Reserved(HoldRecord hold) => Write(() => journal.Reserved(hold));

    public void Intended(WaitingStep step, bool isOwn)
    {
        Write(() => journal.Intended(step, isOwn));
        WasIntended |= step.Hold.Id == DiesOf;
    }

    public void Booked(WaitingStep step, IReadOnlyList<NodeBooking> changes, string replaced)
    {
        _isDead |= step.Hold.Id == DiesOf && WasIntended;
        Write(() => journal.Booked(step, changes, replaced));
    }

    public void Released(HoldRecord hold) => Write(() => journal.Released(hold));

    public void Withdrawn(WaitingStep step) => Write(() => journal.Withdrawn(step));

    public void Corrected(IReadOnlyList<NodeBooking> changes) => Write(() => journal.Corrected(changes));

    public void Joined(NodeIdentity identity, bool forgotten) => Write(() => journal.Joined(identity, forgotten));

    public Task<bool> SaveAsync(Func<(NodeImage Image, long Sequence)> capture) => _isDead ? throw new KilledException() : journal.SaveAsync(capture);

    private void Write(Action write)
    {
        if (_isDead)
        {
            throw new KilledException();
        }

        write();
    }
}
