namespace CodeGen.Runtime.Costs;

/// <summary>Where a reader reads: beside the writer in its process, or from another one.</summary>
internal interface ILedgerSource
{
    string Directory { get; }

    /// <summary>How far a segment may be read now.</summary>
    SegmentEnd EndOf(long segment);

    /// <summary>Waits until there may be records from a sequence on.</summary>
    Task WaitAsync(long sequence, CancellationToken cancellationToken);
}
