namespace CodeGen.Runtime.Costs;

/// <summary>A store whose journal keeps snapshots.</summary>
internal interface ISnapshotStore
{
    /// <summary>Gives the journal all there is, so that the next start need not read what was recorded before.</summary>
    /// <returns>Whether it is kept; also where there is no journal, false.</returns>
    Task<bool> SnapshotAsync();
}
