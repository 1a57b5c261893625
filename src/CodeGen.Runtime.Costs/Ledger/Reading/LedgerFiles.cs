namespace CodeGen.Runtime.Costs;

/// <summary>A ledger's directory that another process may be writing, for reading only. Takes no lock and changes nothing. Thread-safe.</summary>
internal sealed class LedgerFiles(string directory, TimeProvider time, TimeSpan pollInterval) : ILedgerSource
{
    public static readonly TimeSpan DefaultPollInterval = TimeSpan.FromMilliseconds(100);

    public LedgerFiles(string directory, TimeProvider time)
        : this(directory, time, DefaultPollInterval)
    {
    }

    public string Directory => directory;

    public SegmentEnd EndOf(long segment) => SegmentName.NextOf(directory, segment) is null ? SegmentEnd.Unknown : SegmentEnd.Final;

    public Task WaitAsync(long sequence, CancellationToken cancellationToken) => Task.Delay(pollInterval, time, cancellationToken);
}
