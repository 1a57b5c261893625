namespace CodeGen.Runtime.Coordination;

/// <summary>A place in the invalidation log. Sequences of different epochs cannot be compared.</summary>
/// <param name="Epoch">The log's identity: a random number, drawn anew whenever the server that holds the log may have lost records.</param>
/// <param name="Sequence">The number of the last record applied, from 0; grows by one a record and stays below 2^53.</param>
public readonly record struct LogPosition(ulong Epoch, long Sequence)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Epoch:x16}/{Sequence}");
}
