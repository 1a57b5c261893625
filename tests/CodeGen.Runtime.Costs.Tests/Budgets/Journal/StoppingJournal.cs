namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Ends the life of a process at one of its records: before it is written, or after it was and before the store has done it. From then on nothing is written.</summary>
internal sealed class StoppingJournal(IBudgetJournal journal, int at, bool written, TaskCompletionSource? saved = null) : IBudgetJournal
{
    private int _records;

    public bool IsDead { get; private set; }

    public long LastSequence => journal.LastSequence;

    public long ToldCharges => journal.ToldCharges;

    public IReadOnlyList<LeftCharge> Left => journal.Left;

    public InProcessBudgetStore Restore(Func<InProcessBudgetStore> create) => journal.Restore(create);

    public void Reserved(HoldRecord hold) => Write(() => journal.Reserved(hold));

    public void Booking(HoldRecord hold, BookingForm form, Money actual, ReadOnlySpan<ShareBooking> shares, long now)
    {
        ShareBooking[] copy = [.. shares];
        Write(() => journal.Booking(hold, form, actual, copy, now));
    }

    public void Released(HoldRecord hold, long now) => Write(() => journal.Released(hold, now));

    public void Abandoned(HoldRecord hold, long now) => Write(() => journal.Abandoned(hold, now));

    public async Task<bool> SaveAsync(ReadOnlyMemory<byte> snapshot, long sequence, long told)
    {
        bool kept = IsDead ? throw new KilledException() : await journal.SaveAsync(snapshot, sequence, told);
        saved?.TrySetResult();
        return kept;
    }

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
