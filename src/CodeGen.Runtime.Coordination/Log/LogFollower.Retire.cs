namespace CodeGen.Runtime.Coordination;

/// <content>Retention: run by one node at a time.</content>
internal sealed partial class LogFollower
{
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
            (long shortEnd, long longEnd) = await FindEndsAsync(now, cancellationToken).ConfigureAwait(false);
            int retired = 0;
            if (longEnd > _horizon.Floor)
            {
                await _server.RetireAsync(longEnd, cancellationToken).ConfigureAwait(false);
            }

            long after = longEnd;
            while (after < shortEnd)
            {
                LogPage page = await _server.ReadAsync(after, PageSize, cancellationToken).ConfigureAwait(false);
                var due = page.Members.Where(m => m.Value <= shortEnd && m.Key[0] == LogRecord.ShortLivedKind).ToList();
                if (due.Count > 0)
                {
                    if (!await sweep(due, cancellationToken).ConfigureAwait(false))
                    {
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

            if (retired > 0 || longEnd > 0)
            {
                Log.Retired(_logger, retired, longEnd);
            }
        }
        catch (CoordinationException e)
        {
            Log.RetireFailed(_logger, e.Message);
        }
    }

    /// <summary>The last sequences given out longer ago than each retention: those of the newest time marks that are old enough.</summary>
    private async Task<(long ShortEnd, long LongEnd)> FindEndsAsync(long now, CancellationToken cancellationToken)
    {
        long shortBefore = now - (long)_options.ShortRetention.TotalMilliseconds;
        long longBefore = now - (long)_options.LongRetention.TotalMilliseconds;
        long shortEnd = 0;
        long longEnd = 0;
        long after = 0;
        while (true)
        {
            LogPage page = await _server.ReadAsync(after, PageSize, cancellationToken).ConfigureAwait(false);
            foreach ((string member, long sequence) in page.Members)
            {
                if (!TimeMark.TryParse(member, out long at))
                {
                    continue;
                }

                if (at > shortBefore)
                {
                    return (shortEnd, longEnd);
                }

                // The mark was set with its record: what came before the record is older, the record itself as old.
                shortEnd = sequence;
                if (at <= longBefore)
                {
                    longEnd = sequence;
                }
            }

            if (page.Members.Count < PageSize)
            {
                return (shortEnd, longEnd);
            }

            after = page.Members[^1].Value - 1;
        }
    }
}
