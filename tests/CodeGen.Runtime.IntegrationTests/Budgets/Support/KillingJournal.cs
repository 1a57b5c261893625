using CodeGen.Runtime.Costs;
using CodeGen.Runtime.Costs.Tests;

namespace CodeGen.Runtime.IntegrationTests.Budgets;

/// <summary>Ends the life of a process at one of its records, before it is written or right after it. From then on nothing is written.</summary>
internal sealed class KillingJournal(INodeJournal journal, int at, bool written) : INodeJournal
{
    private int _records;

    public bool IsDead { get; private set; }

    public long LastSequence => journal.LastSequence;

    public IReadOnlyList<LeftCharge> Left => journal.Left;

    public NodeImage Restore(SharedScopes scopes, ulong node) => journal.Restore(scopes, node);

    public void Reserved(HoldRecord hold) => Write(() => journal.Reserved(hold));

    public void Intended(WaitingStep step, bool isOwn) => Write(() => journal.Intended(step, isOwn));

    public void Booked(WaitingStep step, IReadOnlyList<NodeBooking> changes, string replaced) => Write(() => journal.Booked(step, changes, replaced));

    public void Released(HoldRecord hold) => Write(() => journal.Released(hold));

    public void Withdrawn(WaitingStep step) => Write(() => journal.Withdrawn(step));

    public void Corrected(IReadOnlyList<NodeBooking> changes) => Write(() => journal.Corrected(changes));

    public void Joined(NodeIdentity identity, bool forgotten)
    {
        if (IsDead)
        {
            throw new KilledException();
        }

        journal.Joined(identity, forgotten);
    }

    public Task<bool> SaveAsync(Func<(NodeImage Image, long Sequence)> capture) => IsDead ? throw new KilledException() : journal.SaveAsync(capture);

    private void Write(Action write)
    {
        bool isEnd = ++_records == at;
        if (IsDead || (isEnd && !written))
        {
            IsDead = true;
            throw new KilledException();
        }

        write();
        if (isEnd)
        {
            IsDead = true;
            throw new KilledException();
        }
    }
}
