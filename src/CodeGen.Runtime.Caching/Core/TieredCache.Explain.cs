using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <content>Explaining.</content>
internal sealed partial class TieredCache
{
    public ValueTask<CacheExplanation> ExplainAsync(string key, CancellationToken cancellationToken = default) => ExplainAsync(Key(key), cancellationToken);

    internal async ValueTask<CacheExplanation> ExplainAsync(EntryKey key, CancellationToken cancellationToken)
    {
        Check(key);
        key = key.Named();
        bool current = await _log.EnsureCurrentAsync(cancellationToken).ConfigureAwait(false);
        string[] scopes = key.Scopes();
        TierExplanation local = ExplainLocal(key);
        TierExplanation? shared = _shared is null || !key.Region.UseSharedTier ? null : await ExplainSharedAsync(key, cancellationToken).ConfigureAwait(false);

        string verdict;
        if (local is { Holds: true, Verdict: CacheMissReason.None })
        {
            verdict = current ? "hit in local memory" : $"held in local memory, but the log is away: {key.Region.WhenDisconnected}";
        }
        else if (shared is { Holds: true, Verdict: CacheMissReason.None })
        {
            verdict = current ? "hit in the shared tier" : "held in the shared tier, but the log is away: miss";
        }
        else
        {
            CacheMissReason reason = shared is { Holds: true } ? shared.Verdict : local.Verdict;
            verdict = $"miss: {reason}";
        }

        IEnumerable<string> members = scopes.Append(key.Member).Append(ValidityTable.ClearMember);
        IReadOnlyList<string>? tags = local.Tags ?? shared?.Tags;
        if (tags is not null)
        {
            members = members.Concat(tags.Select(static t => CacheScope.Tag(t).ToMember()));
        }

        return new CacheExplanation(
            key.Text,
            key.Region.Name,
            key.Region.Version,
            verdict,
            _log.Position.ToString(),
            _log.HasLease,
            local,
            shared,
            [.. members.Select(m => new ScopeExplanation(m[0] == LogRecord.ShortLivedKind ? "key" : KindName(m[0]), m[1..], _validity.LastOf(m)))],
            shared is null ? null : DataKey.Of(_options.Namespace, key).Data);
    }

    private TierExplanation ExplainLocal(in EntryKey key)
    {
        if (_local.Peek(key) is not { } entry)
        {
            return new TierExplanation(false, CacheMissReason.Cold);
        }

        CacheMissReason verdict = entry.Region.Version == key.Region.Version ? JudgeLocal(entry, use: false) : CacheMissReason.Version;
        long remaining = Math.Min(entry.EndsAt, entry.LocalExpiresAt) - _clock.Exact();
        return new TierExplanation(
            true, verdict, entry.Stamp.ToString(), TimeSpan.FromMilliseconds(Math.Max(0, remaining)), entry.Size, entry.Cost, [.. entry.Tags.Select(static t => t[1..])]);
    }

    private async ValueTask<TierExplanation> ExplainSharedAsync(EntryKey key, CancellationToken cancellationToken)
    {
        try
        {
            using SharedRead read = await _shared!.ReadAsync(DataKey.Of(_options.Namespace, key), withLife: true, cancellationToken).ConfigureAwait(false);
            if (read.IsEmpty)
            {
                return new TierExplanation(false, CacheMissReason.Cold);
            }

            FrameReadResult result = EntryFrame.TryRead(read.Frame, _codecs, _options.MaxPayloadBytes, out DecodedFrame decoded);
            if (result != FrameReadResult.Ok)
            {
                return new TierExplanation(true, CacheMissReason.Corrupt, Bytes: read.Frame.Length, Detail: $"the frame was refused: {result}");
            }

            using (decoded)
            {
                FrameHeader header = decoded.Header;
                var subject = new Subject(key, TagMembers.Of(header.Tags), header.Stamp);
                CacheMissReason verdict = header.RegionVersion == key.Region.Version
                    ? await JudgeSurelyAsync(subject, cancellationToken).ConfigureAwait(false)
                    : CacheMissReason.Version;
                TimeSpan left = (read.Remaining ?? TimeSpan.Zero) - header.StaleFor;
                if (verdict == CacheMissReason.None && left <= TimeSpan.Zero)
                {
                    verdict = CacheMissReason.Expired;
                }

                string codec = header.Codec == PayloadCodecs.StoredId ? "stored as is" : _codecs.TryGet(header.Codec, out IPayloadCodec? known) ? known.Name : "unknown codec";
                return new TierExplanation(
                    true, verdict, header.Stamp.ToString(), left > TimeSpan.Zero ? left : TimeSpan.Zero, read.Frame.Length, header.Cost, header.Tags, $"{header.RawLength} bytes before compression, {codec}");
            }
        }
        catch (CoordinationException e)
        {
            return new TierExplanation(false, CacheMissReason.SharedTierError, Detail: e.Message);
        }
    }
}
