namespace CodeGen.Runtime.Caching;

/// <summary>
/// The index of the local store: a hash table whose chains run through the entries themselves, so that an entry costs its index one reference in an array and one in itself.
/// Read without a lock at any time; written by one thread at a time.
/// </summary>
/// <remarks>
/// A removed entry keeps its link, so a reader that stands on it finds its way back into the chain. An entry never comes back after it was removed.
/// One that replaces another takes its very place with one write: at the head of the chain it would be behind a reader that is on its way to the old one, which would then find neither.
/// Growing moves entries between chains, which may lead a reader past the one it looks for: before the first move the array is taken away, and a reader that found nothing
/// in an array that is no longer there looks again under the writers' lock. What a reader does find is right whatever moved, as its key is compared.
/// </remarks>
internal sealed class LocalTable(Lock writers)
{
    private const int FirstLength = 64;
    private static readonly LocalEntry?[] s_moving = new LocalEntry?[1];
    private volatile LocalEntry?[] _chains = new LocalEntry?[FirstLength];
    private int _count;

    /// <summary>Any thread.</summary>
    public LocalEntry? Find(RegionSettings region, ReadOnlySpan<char> text)
    {
        int hash = region.HashOf(text);
        LocalEntry?[] chains = _chains;
        LocalEntry? entry = Find(chains, hash, region.Name, text);
        return entry is not null || (ReferenceEquals(chains, _chains) && !ReferenceEquals(chains, s_moving)) ? entry : FindUnderLock(hash, region.Name, text);
    }

    /// <summary>Under the writers' lock.</summary>
    public LocalEntry? Find(ReadOnlySpan<char> region, ReadOnlySpan<char> text) => Find(_chains, RegionSettings.HashOf(region, text), region, text);

    /// <summary>Under the writers' lock; no entry of the same key is there.</summary>
    public void Add(LocalEntry entry)
    {
        LocalEntry?[] chains = _chains;
        if (_count >= chains.Length && chains.Length < 1 << 30)
        {
            chains = Grow(chains);
        }

        entry.Hash = entry.Region.HashOf(entry.KeyText);
        Link(chains, entry);
        _count++;
    }

    /// <summary>Under the writers' lock: whether this very entry is there.</summary>
    public bool Contains(LocalEntry entry)
    {
        LocalEntry? at = Head(_chains, entry.Region.HashOf(entry.KeyText));
        while (at is not null && !ReferenceEquals(at, entry))
        {
            at = at.Next;
        }

        return at is not null;
    }

    /// <summary>Under the writers' lock; the entry is there.</summary>
    public void Remove(LocalEntry entry)
    {
        LeadPast(entry, entry.Next);
        _count--;
    }

    /// <summary>Under the writers' lock; the old entry is there and has the same key. Whoever looks finds one of the two.</summary>
    public void Replace(LocalEntry old, LocalEntry entry)
    {
        entry.Hash = old.Hash;
        entry.Next = old.Next;
        LeadPast(old, entry);
    }

    private static ref LocalEntry? Head(LocalEntry?[] chains, int hash) => ref chains[hash & (chains.Length - 1)];

    private static LocalEntry? Find(LocalEntry?[] chains, int hash, ReadOnlySpan<char> region, ReadOnlySpan<char> text)
    {
        LocalEntry? entry = Volatile.Read(ref Head(chains, hash));
        while (entry is not null && !(entry.Hash == hash && text.SequenceEqual(entry.KeyText) && region.SequenceEqual(entry.Region.Name)))
        {
            entry = entry.Next;
        }

        return entry;
    }

    private static void Link(LocalEntry?[] chains, LocalEntry entry)
    {
        ref LocalEntry? head = ref Head(chains, entry.Hash);
        entry.Next = head;
        Volatile.Write(ref head, entry);
    }

    /// <summary>Lets what led to an entry lead to another.</summary>
    private void LeadPast(LocalEntry entry, LocalEntry? to)
    {
        ref LocalEntry? head = ref Head(_chains, entry.Hash);
        if (ReferenceEquals(head, entry))
        {
            Volatile.Write(ref head, to);
            return;
        }

        LocalEntry before = head!;
        while (!ReferenceEquals(before.Next, entry))
        {
            before = before.Next!;
        }

        before.Next = to;
    }

    private LocalEntry? FindUnderLock(int hash, string region, ReadOnlySpan<char> text)
    {
        lock (writers)
        {
            return Find(_chains, hash, region, text);
        }
    }

    private LocalEntry?[] Grow(LocalEntry?[] chains)
    {
        var larger = new LocalEntry?[chains.Length * 2];
        _chains = s_moving;

        // No move may be seen by somebody who does not see the array gone.
        Interlocked.MemoryBarrier();
        foreach (LocalEntry? head in chains)
        {
            for (LocalEntry? entry = head; entry is not null;)
            {
                LocalEntry? next = entry.Next;
                Link(larger, entry);
                entry = next;
            }
        }

        _chains = larger;
        return larger;
    }
}
