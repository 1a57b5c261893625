namespace CodeGen.Runtime.Coordination;

/// <content>Retention: run by one node at a time.</content>
internal sealed partial class LogFollower
{
    private ulong _sweptEpoch;
    private long _sweptTo;

    /// <summary>Asks the room to touch the data of short-lived members once more before their records go. All of them done → <see langword="true"/>.</summary>
    public delegate Task<bool> SweepAsync(IReadOnlyList<KeyValuePair<string, long>> members, CancellationToken cancellationToken);

    /// <summary>
    /// Retires what is older than the retentions by the server's own clock. Short-lived members go only after <paramref name="sweep"/> has seen to their data, so a writer that died
    /// between log and data leaves nothing that could revive; all others raise the floor.
    /// </summary>
    public async Task RetireAsync(SweepAsync sweep, CancellationToken cancellationToken)
    {
        try
        {
            long now = await _server.GetTimeAsync(cancellationToken).ConfigureAwait(false);
            LogHorizon horizon = _horizon;
            if (_sweptEpoch != horizon.Epoch)
            {
                (_sweptEpoch, _sweptTo) = (horizon.Epoch, 0);
            }

            long longEnd = await FindEndAsync(horizon.Floor, now - (long)_options.LongRetention.TotalMilliseconds, cancellationToken).ConfigureAwait(false);
            long swept = Math.Max(longEnd, _sweptTo);
            long shortEnd = await FindEndAsync(swept, now - (long)_options.ShortRetention.TotalMilliseconds, cancellationToken).ConfigureAwait(false);
            int retired = 0;
            if (longEnd > horizon.Floor)
            {
                await _server.RetireAsync(longEnd, cancellationToken).ConfigureAwait(false);
            }

            long after = swept;
            bool complete = true;
            while (after < shortEnd)
            {
                LogPage page = await _server.ReadAsync(after, PageSize, cancellationToken).ConfigureAwait(false);
                var due = page.Members.Where(m => m.Value <= shortEnd && m.Key[0] == LogRecord.ShortLivedKind).ToList();
                if (due.Count > 0)
                {
                    if (!await sweep(due, cancellationToken).ConfigureAwait(false))
                    {
                        complete = false;
                        break;
                    }

                    foreach (var chunk in due.Chunk(500))
                    {
                        await _server.RetireShortAsync(chunk, chunk[^1].Value, cancellationToken).ConfigureAwait(false);
                    }

                    retired += due.Count;
                }

                if (page.Members.Count < PageSize)
                {
                    break;
                }

                after = page.Members[^1].Value - 1;
            }

            if (complete)
            {
                // The next sweep begins here: members before it that are still there are not short-lived, or were raised again.
                _sweptTo = shortEnd;
            }

            if (retired > 0 || longEnd > horizon.Floor)
            {
                Log.Retired(_logger, retired, longEnd);
            }
        }
        catch (CoordinationException e)
        {
            Log.RetireFailed(_logger, e.Message);
        }
    }

    /// <summary>The last sequence given out at or before a time: that of the newest time mark that is old enough. Marks are few, and the scan ends at the first that is too young.</summary>
    private async Task<long> FindEndAsync(long from, long before, CancellationToken cancellationToken)
    {
        long end = from;
        long after = Math.Max(0, from - 1);
        long lastMark = long.MaxValue;
        while (true)
        {
            LogPage page = await _server.ReadAsync(after, PageSize, cancellationToken).ConfigureAwait(false);
            foreach ((string member, long sequence) in page.Members)
            {
                if (!TimeMark.TryParse(member, out long at))
                {
                    continue;
                }

                if (at > before)
                {
                    return end;
                }

                // The mark was set with its record: what came before the record is older, the record itself as old.
                end = Math.Max(end, sequence);
                lastMark = at;
            }

            if (page.Members.Count < PageSize)
            {
                // What came after the last mark came within one interval of it, or it would have brought a mark of its own.
                bool allOld = lastMark != long.MaxValue && lastMark + TimeMark.IntervalMilliseconds <= before;
                return allOld ? Math.Max(end, page.Head.Sequence) : end;
            }

            after = page.Members[^1].Value - 1;
        }
    }
}
