namespace CodeGen.Runtime.Conformance.Invalidation;

/// <summary>
/// What is true, outside every cache and every server. Each group has a version that an invalidator raises <em>before</em> it calls the cache, and a history of when calls were
/// acknowledged, written <em>after</em>. A value made by a factory carries the versions of its groups from the factory's start, so an acknowledged version above one of them means
/// that the value was invalidated at the time of that acknowledgement at the latest.
/// </summary>
/// <remarks>
/// A value that was Set explicitly is newer than whatever precedes its record in the log, which nobody outside can see; what certainly follows it is what began after its
/// acknowledgement. Its versions are therefore read then, and kept here beside the Set's number.
/// </remarks>
internal sealed class Truth(SharedMemory memory, long start, int groups)
{
    private const int History = 256;
    private const int Sets = 1 << 16;
    private const int Counter = 0;
    private const int SettledVersion = 1;
    private const int SettledAt = 2;
    private const int FirstSlot = 4;
    private const int GroupCells = FirstSlot + (2 * History);
    private const int SetCells = 1 + KeySpace.GroupsPerKey;

    public static long CellsFor(int groups) => 8 + ((long)groups * GroupCells) + ((long)Sets * SetCells);

    /// <summary>Reads the versions of groups.</summary>
    public long[] Read(ReadOnlySpan<int> of)
    {
        var versions = new long[of.Length];
        for (int i = 0; i < of.Length; i++)
        {
            versions[i] = Current(of[i]);
        }

        return versions;
    }

    public long Current(int group) => memory.Read(Group(group) + Counter);

    /// <summary>An invalidation of the group is about to be asked for; gives its version.</summary>
    public long Begin(int group)
    {
        long at = Group(group);
        long version = memory.Add(at + Counter);
        long slot = Slot(at, version);
        long past = memory.Read(slot);
        long acknowledged = memory.Read(slot + 1);
        if (past > 0 && acknowledged > 0)
        {
            // Where the history ends, only the highest version and the latest time remain: never too strict.
            memory.Raise(at + SettledAt, acknowledged);
            memory.Raise(at + SettledVersion, past);
        }

        memory.Write(slot, 0);
        memory.Write(slot + 1, 0);
        memory.Write(slot, version);
        return version;
    }

    /// <summary>The invalidation was acknowledged. One that threw is not told here and promises nothing.</summary>
    public void Acknowledge(int group, long version, long at)
    {
        long slot = Slot(Group(group), version);
        if (memory.Read(slot) == version)
        {
            memory.Write(slot + 1, at);
        }
    }

    /// <summary>When the first invalidation after a version was acknowledged, and which it was; null when none was.</summary>
    public (long At, long Version)? FirstAcknowledgedAfter(int group, long version)
    {
        long at = Group(group);
        if (memory.Read(at + Counter) <= version)
        {
            return null;
        }

        (long At, long Version)? first = null;
        for (long slot = at + FirstSlot; slot < at + GroupCells; slot += 2)
        {
            long found = memory.Read(slot);
            long acknowledged = memory.Read(slot + 1);
            if (found > version && acknowledged > 0 && memory.Read(slot) == found && (first is null || acknowledged < first.Value.At))
            {
                first = (acknowledged, found);
            }
        }

        long settled = memory.Read(at + SettledVersion);
        long settledAt = memory.Read(at + SettledAt);
        return settled > version && (first is null || settledAt < first.Value.At) ? (settledAt, settled) : first;
    }

    /// <summary>A number for a Set that is about to be asked for.</summary>
    public long BeginSet()
    {
        long set = memory.Add(start);
        memory.Write(SetSlot(set), 0);
        return set;
    }

    /// <summary>The Set was acknowledged: everything that begins from now on comes after it.</summary>
    public void AcknowledgeSet(long set, ReadOnlySpan<int> of)
    {
        long slot = SetSlot(set);
        for (int i = 0; i < of.Length; i++)
        {
            memory.Write(slot + 1 + i, Current(of[i]));
        }

        memory.Write(slot, set);
    }

    /// <summary>The versions that a Set's value stands for, or null when it was not acknowledged (yet), or too long ago.</summary>
    public long[]? SeenBySet(long set)
    {
        long slot = SetSlot(set);
        if (memory.Read(slot) != set)
        {
            return null;
        }

        var versions = new long[KeySpace.GroupsPerKey];
        for (int i = 0; i < versions.Length; i++)
        {
            versions[i] = memory.Read(slot + 1 + i);
        }

        return memory.Read(slot) == set ? versions : null;
    }

    private static long Slot(long group, long version) => group + FirstSlot + (2 * (version % History));

    private long Group(int group)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)group, (uint)groups, nameof(group));
        return start + 8 + ((long)group * GroupCells);
    }

    private long SetSlot(long set) => start + 8 + ((long)groups * GroupCells) + (set % Sets * SetCells);
}
