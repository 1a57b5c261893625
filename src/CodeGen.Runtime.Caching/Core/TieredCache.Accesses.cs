namespace CodeGen.Runtime.Caching;

/// <content>Telling who listens what becomes of a sample of keys.</content>
internal sealed partial class TieredCache
{
    private readonly AccessSample? _accesses;

    private bool IsSampled(in EntryKey key) => _accesses is { } accesses && accesses.Takes(key.Region, key.Text, out _);

    private void TellHit(LocalEntry entry)
    {
        if (_accesses!.Takes(entry.Region, entry.KeyText, out ulong hash))
        {
            _accesses.Tell(new CacheAccess { Region = entry.Region, KeyHash = hash, Kind = CacheAccessKind.Hit, Tier = CacheTier.Local });
        }
    }

    /// <summary>Local memory has let go of a value whose life is over.</summary>
    private void NoteHeld(LocalEntry entry)
    {
        if (_accesses!.Takes(entry.Region, entry.KeyText, out ulong hash) && _accesses.Find(hash) is { } last && last.Subject.Stamp == entry.Stamp)
        {
            last.WasHeld = true;
        }
    }

    private void TellSharedHit(in EntryKey key, in Subject subject, TimeSpan left, long mark)
    {
        if (_accesses is { } accesses && accesses.Takes(key.Region, key.Text, out ulong hash))
        {
            Know(accesses, hash, subject, mark, left);
            accesses.Tell(new CacheAccess { Region = key.Region, KeyHash = hash, Kind = CacheAccessKind.Hit, Tier = CacheTier.Shared });
        }
    }

    private void Missed(in EntryKey key, CacheMissReason reason)
    {
        _metrics.Miss(key.Region.Name, reason);
        if (_accesses is { } accesses && accesses.Takes(key.Region, key.Text, out ulong hash))
        {
            accesses.Tell(new CacheAccess { Region = key.Region, KeyHash = hash, Kind = KindOf(key, reason, accesses.Find(hash)) });
        }
    }

    private void TellStored(in EntryKey key, in Subject subject, in EntryLife life, bool isLifeOwn, decimal cost, long size, long mark)
    {
        if (_accesses is not { } accesses || !accesses.Takes(key.Region, key.Text, out ulong hash))
        {
            return;
        }

        Know(accesses, hash, subject, mark, life.Life);
        accesses.Tell(new CacheAccess
        {
            Region = key.Region,
            KeyHash = hash,
           
            Kind = CacheAccessKind.Stored,
            Bytes = size + EntryOverheadBytes + (2L * key.Text.Length),
            Cost = cost,
            Life = life.Life,
            IsLifeOwn = isLifeOwn || life.Window > TimeSpan.Zero,
        });
    }

    private void Know(AccessSample accesses, ulong hash, in Subject subject, long mark, TimeSpan left)
    {
        // A call's options are its own, and may hold on to anything.
        var kept = new Subject(subject.Key with { Options = null }, subject.Tags, subject.Stamp);
        var value = new KnownValue(kept, mark, _clock.Exact() + (long)left.TotalMilliseconds);
        accesses.Know(hash, value);
        if (!IsStillKnown(value))
        {
            // A record of the key came in between, and would be forgotten long before the value is asked for.
            accesses.Forget(hash);
        }
    }

    private CacheAccessKind KindOf(in EntryKey key, CacheMissReason reason, KnownValue? last)
    {
        if (last is null || reason is not (CacheMissReason.Cold or CacheMissReason.Expired) || !IsStillKnown(last))
        {
            return CacheAccessKind.Miss;
        }

        bool isOver = last.EndsAt <= _clock.Exact();
        bool isShared = _shared is not null && key.Region.UseSharedTier;
        return isShared || reason == CacheMissReason.Expired || last.WasHeld
            ? isOver ? CacheAccessKind.MissExpired : CacheAccessKind.Miss
            : _local.IsBoundedHere ? CacheAccessKind.MissEvicted : CacheAccessKind.Miss;
    }

    private bool IsStillKnown(KnownValue value) => value.Subject.Stamp.Sequence >= _validity.Horizon.LocalFloor
        && _validity.Judge(value.Subject) == CacheMissReason.None
        && !_localInvalidations.Concern(value.Subject, value.Mark);
}
