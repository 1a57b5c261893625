namespace CodeGen.Runtime.Costs;

/// <summary>Keeps the sums of records before their segments are deleted, so that roll-ups that are built again have them. Thread-safe.</summary>
internal sealed class RollupCarry(RollupStore rollups)
{
    private readonly Lock _gate = new();

    /// <summary>Adds the records up to one to the carried sums; those that are in them already are not added again. When it returns they are on the disk.</summary>
    /// <param name="last">The last record that is to be deleted.</param>
    /// <exception cref="Microsoft.Data.Sqlite.SqliteException">They could not be written: nothing may be deleted.</exception>
    public void Take(long last)
    {
        if (!rollups.IsKept)
        {
            return;
        }

        lock (_gate)
        {
            using var run = new RollupRun(rollups.Carried!) { Until = last + 1 };

            // Nothing in it waits: what is deleted was flushed before.
            run.CatchUpAsync(default).GetAwaiter().GetResult();
            DirectorySync.Flush(rollups.Log.Directory);
        }
    }
}
