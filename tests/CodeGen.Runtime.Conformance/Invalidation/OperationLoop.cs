using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Conformance.Invalidation;

/// <summary>One stream of random operations on one node, the same for the same seed; checks every read.</summary>
internal sealed class OperationLoop(CacheUnderTest cache, InvalidationMemory memory, int node, TimeSpan maxStaleness, TimeSpan residue, bool features, int seed)
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(10);
    private readonly Random _random = new(seed);
    private readonly Truth _truth = memory.Truth;
    private readonly StalenessChecker _checker = new(memory.Truth);

    /// <summary>Runs operations at a rate until told to stop; behind a server that does not answer it falls behind, and does not catch up.</summary>
    public async Task RunAsync(double rate, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Beat);
        double due = _random.NextDouble();
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                for (due += rate * Beat.TotalSeconds; due >= 1; due--)
                {
                    await OneAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private async Task OneAsync()
    {
        int key = KeySpace.Pick(_random);
        int dice = _random.Next(100_000);
        KeyFamily family = KeySpace.FamilyOf(key);
        int project = KeySpace.ProjectOf(key), file = KeySpace.FileOf(key);
        try
        {
            await (dice switch
            {
                < 60_000 => CreateAsync(key),
                < 61_000 when features => TryGetManyAsync(),
                < 94_500 => TryGetAsync(key),
                < 96_000 => SetAsync(key),
                < 97_500 => InvalidateAsync(Tally.Remove, [key], () => cache.RemoveAsync(key)),
                < 98_300 => InvalidateAsync(Tally.Prefix, [KeySpace.File(family, project, file)], () => cache.Cache.InvalidateAsync(KeySpace.FileScope(family, project, file))),
                < 98_500 => InvalidateAsync(Tally.Prefix, [KeySpace.Project(family, project)], () => cache.Cache.InvalidateAsync(KeySpace.ProjectScope(family, project))),
                < 98_700 => InvalidateAsync(Tally.Dimension, [KeySpace.Dimension(family, file)], () => cache.Cache.InvalidateAsync(KeySpace.DimensionScope(family, file))),
                < 98_800 => TagAsync(_random.Next(KeySpace.Tags)),
                < 98_850 => PatternAsync(KeySpace.HashOf(key)),
                < 98_990 => SeveralAsync(family, project, file),
                < 98_997 => RegionAsync(family),
                < 99_000 => InvalidateAsync(Tally.Clear, [KeySpace.All], () => cache.Cache.ClearAsync()),
                _ => CreateAsync(key),
            });
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            memory.Count(node, Tally.Unexpected);
            NodeProcesses.Say($"UNEXPECTED {KeySpace.Text(key)} dice {dice}: {e}".ReplaceLineEndings(" "));
        }
    }

    private Task TagAsync(int tag) => InvalidateAsync(Tally.Tag, [KeySpace.Tag(tag)], () => cache.Cache.InvalidateTagAsync($"tag{tag}"));

    private Task PatternAsync(int hash) => InvalidateAsync(Tally.Pattern, [KeySpace.Pattern(hash)], () => cache.Cache.InvalidateAsync(CachePattern.Parse($"*:h{hash}")));

    private Task RegionAsync(KeyFamily family)
    {
        bool byPrefix = _random.Next(2) == 0;
        return InvalidateAsync(Tally.Region, [KeySpace.Region(family)], () => cache.InvalidateRegionAsync(family, byPrefix));
    }

    private Task SeveralAsync(KeyFamily family, int project, int file)
    {
        int tag = _random.Next(KeySpace.Tags);
        CacheScope[] scopes = [KeySpace.FileScope(family, project, file), KeySpace.DimensionScope(family, (file + 1) % KeySpace.Files), CacheScope.Tag($"tag{tag}")];
        int[] groups = [KeySpace.File(family, project, file), KeySpace.Dimension(family, (file + 1) % KeySpace.Files), KeySpace.Tag(tag)];
        return InvalidateAsync(Tally.Several, groups, () => cache.Cache.InvalidateAsync(scopes));
    }

    private async Task InvalidateAsync(Tally kind, int[] groups, Func<ValueTask> invalidate)
    {
        memory.Count(node, kind);
        long[] versions = Array.ConvertAll(groups, _truth.Begin);
        try
        {
            await invalidate();
        }
        catch (CoordinationException)
        {
            memory.Count(node, Tally.Thrown);
            return;
        }

        long now = Clock.Now;
        for (int i = 0; i < groups.Length; i++)
        {
            _truth.Acknowledge(groups[i], versions[i], now);
        }

        memory.Count(node, Tally.Acknowledged);
    }

    private async Task SetAsync(int key)
    {
        memory.Count(node, Tally.Set);
        long set = _truth.BeginSet();
        long version = _truth.Begin(key);
        var value = new CheckedValue(key, set, [], Padding());
        try
        {
            await cache.SetAsync(key, value, new CacheEntryOptions { Tags = [KeySpace.TagOf(key)] });
        }
        catch (CoordinationException)
        {
            memory.Count(node, Tally.Thrown);
            return;
        }

        _truth.AcknowledgeSet(set, KeySpace.GroupsOf(key));
        _truth.Acknowledge(key, version, Clock.Now);
        memory.Count(node, Tally.Acknowledged);
    }

    private async Task CreateAsync(int key)
    {
        memory.Count(node, Tally.GetOrCreate);
        bool ran = false;
        bool tagByCall = _random.Next(2) == 0;
        string padding = Padding();
        TimeSpan pause = _random.Next(10) == 0 ? _random.NextDouble() * NodeSettings.LongestFactory : TimeSpan.Zero;
        int mood = features ? _random.Next(40) : -1;
        CacheEntryOptions? options = tagByCall ? new CacheEntryOptions { Tags = [KeySpace.TagOf(key)] } : null;
        long began = Clock.Now;
        CheckedValue value;
        try
        {
            value = await cache.GetOrCreateAsync(
                key,
                async (context, token) =>
                {
                    ran = true;
                    memory.Count(node, Tally.FactoryCalls);
                    long[] seen = _truth.Read(KeySpace.GroupsOf(key));
                    if (!tagByCall)
                    {
                        context.Tags.Add(KeySpace.TagOf(key));
                    }

                    if (pause > TimeSpan.Zero)
                    {
                        await Task.Delay(pause, token);
                    }

                    switch (mood)
                    {
                        case < 0:
                            break;
                        case < 2:
                            throw new FactoryDownException();
                        case < 8 when context.HasStale:
                            memory.Count(node, Tally.NotModified);
                            return context.NotModified<CheckedValue>();
                        case 9:
                            context.DoNotStore = true;
                            break;
                        case 10:
                            context.IsNegative = true;
                            break;
                    }

                    return new CheckedValue(key, 0, seen, padding);
                },
                options);
        }
        catch (FactoryDownException)
        {
            memory.Count(node, Tally.FactoryFailed);
            return;
        }
        catch (CacheFactoryTimeoutException)
        {
            memory.Count(node, Tally.CallerTimedOut);
            return;
        }
        catch (CacheUnavailableException)
        {
            memory.Count(node, Tally.Unavailable);
            return;
        }
        catch (CoordinationException)
        {
            memory.Count(node, Tally.CallFailed);
            return;
        }

        memory.Count(node, ran ? Tally.OwnFactory : Tally.ServedByCreate);
        Check(key, value, began, ran ? "GetOrCreate, own factory" : "GetOrCreate");
    }

    private async Task TryGetAsync(int key)
    {
        memory.Count(node, Tally.TryGet);
        long began = Clock.Now;
        CacheResult<CheckedValue> result;
        try
        {
            result = await cache.TryGetAsync(key);
        }
        catch (CacheUnavailableException)
        {
            memory.Count(node, Tally.Unavailable);
            return;
        }
        catch (CoordinationException)
        {
            memory.Count(node, Tally.CallFailed);
            return;
        }

        if (!result.HasValue)
        {
            memory.Count(node, Tally.Misses);
            return;
        }

        memory.Count(node, result.Tier == CacheTier.Local ? Tally.LocalHits : Tally.SharedHits);
        Check(key, result.Value!, began, $"TryGet, {result.Tier}");
    }

    /// <summary>A handful of plain keys in one call, each checked as if it had been asked for alone.</summary>
    private async Task TryGetManyAsync()
    {
        var keys = new Dictionary<string, int>(StringComparer.Ordinal);
        while (keys.Count < 4)
        {
            int key = KeySpace.Pick(_random);
            if (KeySpace.FamilyOf(key) is not (KeyFamily.Recompute or KeyFamily.Fail or KeyFamily.ServeStale))
            {
                keys[KeySpace.Text(key)] = key;
            }
        }

        long began = Clock.Now;
        foreach (BulkResult<string, CheckedValue> result in await cache.Cache.TryGetManyAsync<CheckedValue>(keys.Keys))
        {
            memory.Count(node, Tally.TryGet);
            if (result.HasValue)
            {
                Check(keys[result.Key], result.Value!, began, "TryGetMany");
            }
            else
            {
                memory.Count(node, result.Exception is null ? Tally.Misses : Tally.CallFailed);
            }
        }
    }

    private void Check(int key, CheckedValue value, long began, string how)
    {
        memory.Count(node, Tally.ReadsChecked);
        KeyFamily family = KeySpace.FamilyOf(key);
        bool mayServe = family == KeyFamily.ServeStale;
        TimeSpan bound = NodeSettings.BoundOf(family, maxStaleness);
        Verdict verdict = _checker.Judge(key, value, began, Clock.Ticks(bound));
        switch (verdict.Kind)
        {
            case VerdictKind.StaleWithinBound:
                memory.Count(node, mayServe ? Tally.StaleServe : Tally.StaleWithin);
                memory.Raise(node, mayServe ? Tally.StaleServeMax : Tally.StaleWithinMax, verdict.Staleness);
                break;
            case VerdictKind.StaleBeyondBound:
                long sinceThaw = began - memory.Read(node, Tally.ThawedAt);
                if (sinceThaw >= 0 && sinceThaw <= Clock.Ticks(residue))
                {
                    // The stated residue of a frozen process: what it serves before its clock has moved again.
                    memory.Count(node, Tally.AfterThaw);
                    memory.Raise(node, Tally.AfterThawMax, sinceThaw);
                    break;
                }

                memory.Count(node, Tally.Beyond);
                NodeProcesses.Say(
                    $"BEYOND node {node} {KeySpace.Text(key)} ({how}, {(value.Set == 0 ? "made" : "set")}): stale for {Clock.Milliseconds(verdict.Staleness):0.0} ms, bound {bound.TotalMilliseconds:0} ms, "
                    + $"by {KeySpace.GroupName(verdict.Group)} version {verdict.Version}, seen {verdict.Seen}, read began at {Clock.Milliseconds(began):0.0}, {Clock.Milliseconds(sinceThaw):0.0} ms after the last thaw, judged {Clock.Milliseconds(Clock.Now - began):0.0} ms later");
                break;
            case VerdictKind.NotJudged:
                memory.Count(node, Tally.NotJudged);
                break;
            case VerdictKind.WrongKey:
                memory.Count(node, Tally.WrongKey);
                NodeProcesses.Say($"WRONGKEY node {node} {KeySpace.Text(key)} ({how}) gave the value of key {value.Key}");
                break;
        }
    }

    private string Padding()
    {
        int length = _random.Next(4) switch { 0 => _random.Next(3_000), 1 => _random.Next(600), _ => _random.Next(40) };
        return new string('x', length);
    }
}
