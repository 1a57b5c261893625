namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Writes nothing, and stops a store in the middle of a step, between its check and its change.</summary>
internal sealed class PausingJournal : IBudgetJournal, IDisposable
{
    private readonly ManualResetEventSlim _paused = new();
    private readonly ManualResetEventSlim _goOn = new();
    private int _armed;
    private int _entered;

    /// <summary>How many steps have come here since the pause was set.</summary>
    public int Entered => Volatile.Read(ref _entered);

    public long LastSequence => 0;

    public long ToldCharges => 0;

    public IReadOnlyList<LeftCharge> Left => [];

    public void PauseNext() => (_armed, _entered) = (1, 0);

    public void WaitUntilPaused() => _paused.Wait();

    public void GoOn() => _goOn.Set();

    public InProcessBudgetStore Restore(Func<InProcessBudgetStore> create) => create();

    public void Reserved(HoldRecord hold) => Enter();

    public void Booking(HoldRecord hold, BookingForm form, Money actual, ReadOnlySpan<ShareBooking> shares, long now) => Enter();

    public void Released(HoldRecord hold, long now) => Enter();

    public void Abandoned(HoldRecord hold, long now) => Enter();

    public Task<bool> SaveAsync(ReadOnlyMemory<byte> snapshot, long sequence, long told) => Task.FromResult(false);

    public void Dispose()
    {
        _paused.Dispose();
        _goOn.Dispose();
    }

    private void Enter()
    {
        Interlocked.Increment(ref _entered);
        if (Interlocked.Exchange(ref _armed, 0) == 1)
        {
            _paused.Set();
            _goOn.Wait();
        }
    }
}
