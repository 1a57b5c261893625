using System.Diagnostics;
using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Ledger;

/// <summary>The life of one ledger: writers that are killed, damage between them, and a look at everything after each.</summary>
internal sealed class TortureEra
{
    private static readonly int[] SegmentSizes = [16 << 10, 64 << 10, 256 << 10, 1 << 20];
    private readonly string _directory;
    private readonly string _copy;
    private readonly int _seed;
    private readonly TortureEvents _events;
    private readonly TortureTally _tally;
    private readonly TortureTruth _truth;
    private readonly List<Injection> _injections = [];
    private readonly int _segmentBytes;
    private Random _random;
    private int _round;

    /// <summary>Whether a writer has been at work since the last damage, so that the next cannot be mistaken for it.</summary>
    private bool _isSettled;

    public TortureEra(string root, int seed, TortureEvents events, TortureTally tally)
    {
        (_directory, _copy, _seed, _random, _events, _tally) = (Path.Combine(root, "ledger"), Path.Combine(root, "copy"), seed, new Random(seed), events, tally);
        _truth = new TortureTruth(tally);
        _segmentBytes = SegmentSizes[_random.Next(SegmentSizes.Length)];
    }

    /// <summary>One writer, and what happens to its ledger after it.</summary>
    public async Task RunRoundAsync()
    {
        // How often the round before asked for a number depended on what the system did meanwhile.
        _random = new Random(unchecked((_seed * 31) + _round));
        bool isEarly = _random.Next(8) == 0;
        bool delete = !isEarly && _random.Next(8) == 0;
        await using (var writer = TortureWriter.Start(_directory, _segmentBytes, _events, _round, _random.Next(1, 5), delete, _truth, _tally))
        {
            await LetWriteAsync(writer, isEarly);
            if (isEarly || _random.Next(8) > 0)
            {
                await writer.KillAsync();
                _tally.Kills++;
            }
            else
            {
                await writer.StopAsync();
                _tally.Stops++;
            }

            Judge(writer);
        }

        _round++;
        _tally.Rounds++;
        Look(isLive: false);
        if (_isSettled)
        {
            Harm();
        }
    }

    /// <summary>Opens the ledger for the last time, and delivers again what it has acknowledged.</summary>
    public void End()
    {
        const int Samples = 2_000;
        using (LedgerLog log = LedgerLog.Open(new LedgerLogOptions { Directory = _directory, SegmentBytes = _segmentBytes }, TimeProvider.System))
        {
            KeyValuePair<long, KnownRecord>[] known = [.. _truth.Known.Where(static k => k.Value.Variant >= 0)];
            _random.Shuffle(known);
            foreach ((long number, KnownRecord record) in known.Take(Samples))
            {
                Repeat(log, number, record);
            }

            new LogChecker(_events, _truth, _injections, _tally).Check(LogChecker.Entries(log));
        }

        Directory.Delete(_directory, recursive: true);
    }

    private async Task LetWriteAsync(TortureWriter writer, bool isEarly)
    {
        if (isEarly)
        {
            await writer.ReadUntilAsync(() => writer.IsOpening);
            await Task.Delay(_random.Next(80));
            return;
        }

        int answers = _random.Next(1, 20_000);
        TimeSpan time = TimeSpan.FromMilliseconds(_random.Next(20, 2_000));
        if (!await writer.ReadUntilAsync(() => writer.IsReady))
        {
            return;
        }

        if (_random.Next(4) == 0)
        {
            RefuseSecondWriter();
        }

        long began = Stopwatch.GetTimestamp();
        if (_random.Next(3) == 0)
        {
            await writer.ReadUntilAsync(() => writer.Answers >= answers / 2 || Stopwatch.GetElapsedTime(began) >= time / 2);
            Look(isLive: true);
            _tally.LooksBeside++;
        }

        await writer.ReadUntilAsync(() => writer.Answers >= answers || Stopwatch.GetElapsedTime(began) >= time);
    }

    private void RefuseSecondWriter()
    {
        try
        {
            LedgerLog.Open(new LedgerLogOptions { Directory = _directory, SegmentBytes = _segmentBytes }, TimeProvider.System).Dispose();
            _tally.TellWrong("a second writer could open the ledger");
        }
        catch (LedgerUnavailableException)
        {
            _tally.SecondWritersRefused++;
        }
    }

    /// <summary>What was destroyed must have been told when the ledger was opened.</summary>
    private void Judge(TortureWriter writer)
    {
        if (!writer.IsReady)
        {
            return;
        }

        _isSettled = true;
        _tally.TornTailsCut += writer.TornTails;
        long oldest = SegmentName.List(_directory)[0];
        foreach (Injection injection in _injections.Where(i => i.Lost > 0 && i.Segment >= oldest && !writer.Damages.Any(i.IsNamedBy)))
        {
            _tally.TellWrong($"{injection} was not told when the ledger was opened");
        }
    }

    private void Look(bool isLive) => new LogChecker(_events, _truth, _injections, _tally).Check(LogChecker.Entries(new LedgerFiles(_directory, TimeProvider.System)), isLive);

    private void Harm()
    {
        List<SegmentPlaces> segments = SegmentPlaces.ReadAll(_directory);
        for (int i = _random.Next(4); i > 0; i--)
        {
            if (BitFlip.Choose(_random, segments, _injections) is { } flip)
            {
                FlipCheck.Run(_directory, _copy, flip, _segmentBytes, _tally);
            }
        }

        switch (_random.Next(3))
        {
            case 0 when TornTail.Apply(_random, (TornTailKind)_random.Next(5), _directory, segments[^1], _truth.LastSequence) is { } torn:
                _tally.TornTails++;
                Keep(torn);
                break;
            case 1 when BitFlip.Choose(_random, segments, _injections) is { } flip:
                // For good: the ledger goes on with it, and the next writers find it.
                flip.Apply(_directory);
                _tally.BitsFlippedForGood++;
                Keep(flip.Injection);
                break;
        }
    }

    private void Keep(Injection injection)
    {
        _injections.Add(injection);
        _isSettled = false;
        if (injection.Lost > 0)
        {
            _truth.Lose(injection.Lost);
        }
    }

    private void Repeat(LedgerLog log, long number, KnownRecord known)
    {
        EventId id = _events.IdOf(number);
        LedgerAppend again = log.AppendOnce(id, TortureEvents.KindOf(number, known.Variant), id.Time, _events.PayloadOf(number, known.Variant));
        _truth.Add(new(again.Status == LedgerAppendStatus.Repeated ? AnswerKind.Repeated : AnswerKind.Appended, number, known.Variant, again.Sequence));
        int other = (known.Variant + 1) % TortureEvents.Variants;
        try
        {
            log.AppendOnce(id, TortureEvents.KindOf(number, other), id.Time, _events.PayloadOf(number, other));
            _tally.TellWrong($"event {number}, which is {known}, was taken as variant {other} too");
        }
        catch (LedgerConflictException e)
        {
            _truth.Add(new(AnswerKind.Conflict, number, other, e.Sequence));
        }
    }
}
