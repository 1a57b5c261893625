namespace CodeGen.Runtime.Caching;

/// <content>Taking values into local memory.</content>
internal sealed partial class TieredCache
{
    /// <summary>
    /// Puts a value into local memory and judges it once more, so that whatever was applied in between wins; its mark tells which invalidations without a sequence
    /// came since the value was read or began.
    /// </summary>
    private CacheMissReason Fill<T>(in EntryKey key, in Subject subject, in NewEntry<T> fresh) => Fill(key, subject, fresh, out _);

    private CacheMissReason Fill<T>(in EntryKey key, in Subject subject, in NewEntry<T> fresh, out LocalEntry? entry)
    {
        entry = null;
        int stripe = Generations.StripeOf(key.Text);
        long generation = _validity.Generations.Read(stripe);
        CacheMissReason reason = _validity.Judge(subject);
        if (reason != CacheMissReason.None)
        {
            return reason;
        }

        if (IsForgotten(subject, fresh.KeyFloor))
        {
            return CacheMissReason.InvalidatedKey;
        }

        if (key.Skips(CallFlags.SkipLocalWrite))
        {
            return _localInvalidations.Concern(subject, fresh.Mark) ? CacheMissReason.InvalidatedKey : CacheMissReason.None;
        }

        long now = _clock.Exact();
        long remaining = (long)fresh.Remaining.TotalMilliseconds;
        entry = new LocalEntry
        {
            KeyText = key.Text,
            Region = key.Region,
            Value = fresh.Value,
            Stamp = subject.Stamp,
            CheckedTo = fresh.FilledAt,
            Tags = subject.Tags,
            Cost = fresh.Cost,
            WriteVersion = fresh.WriteVersion,
            Freshness = FreshnessOf(key.Region, fresh, now, remaining),
            ExpiresAt = now + (remaining > 0 ? remaining : fresh.Remaining > TimeSpan.Zero ? 1 : remaining),
            LocalExpiresAt = now + LocalMilliseconds(fresh.LocalLife),
            Size = fresh.Size + EntryOverheadBytes + (2L * key.Text.Length),
            Stripe = stripe,
            IsSampled = IsSampled(key),
        };
        entry.MarkUsed(now);
        entry.MarkValidated(generation, fresh.FilledAt);
        if (!_local.Put(entry))
        {
            return CacheMissReason.None;
        }

        reason = _validity.Judge(subject);
        bool forgotten = IsForgotten(subject, fresh.KeyFloor);
        bool overtaken = _localInvalidations.Concern(subject, fresh.Mark);
        if (reason != CacheMissReason.None || forgotten || overtaken)
        {
            _local.Remove(entry);
        }

        return reason == CacheMissReason.None && overtaken ? CacheMissReason.InvalidatedKey : reason;
    }

    /// <summary>Whether a removal of the key may have been heard of and forgotten since the floor was read.</summary>
    private bool IsForgotten(in Subject subject, long keyFloor) => _validity.Keys.Floor is var floor && floor != keyFloor && subject.Stamp.Sequence < floor;

    /// <summary>What an entry costs beside its value and its key, roughly: the entry, its scopes, its place in the index.</summary>
    private const int EntryOverheadBytes = 400;
}
