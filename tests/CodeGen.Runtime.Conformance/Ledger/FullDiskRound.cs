using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Ledger;

/// <summary>A writer whose disk becomes full and gets room again.</summary>
internal sealed class FullDiskRound(SmallDisk disk, int seed, TortureEvents events, TortureTally tally)
{
    private const int SegmentBytes = 64 << 10;
    private const int MostLeft = 3 * SegmentBytes;
    private readonly Random _random = new(seed);
    private readonly TortureTruth _truth = new(tally);

    public async Task RunAsync()
    {
        string directory = Path.Combine(disk.Path, "ledger");
        await using (TortureWriter writer = Start(directory, 0))
        {
            int before = _random.Next(50, 800), refused = _random.Next(1, 40), again = _random.Next(20, 200);
            await Reach(writer, "answers before the disk is full", () => writer.Answers >= before);
            await disk.FillAsync(writer, _random.Next(MostLeft));
            await Reach(writer, "refusals on a full disk", () => writer.Refused >= refused);
            if (_random.Next(3) == 0)
            {
                // Killed while it is full, and opened while it is.
                await writer.KillAsync();
                tally.Kills++;
            }
            else
            {
                await disk.FreeAsync(writer);
                again += writer.Appended;
                await Reach(writer, "records taken when there is room again", () => writer.Appended >= again);
                await writer.StopAsync();
            }

            // What a killed writer was refused may have been on its way once more.
            Look(directory, isLive: !writer.IsClosed);
        }

        await using (TortureWriter writer = Start(directory, 1))
        {
            await Reach(writer, "opening on a full disk", () => writer.IsReady);
            await disk.FreeAsync(writer);
            int again = _random.Next(1, 100);
            await Reach(writer, "records taken after a restart", () => writer.Appended >= again);
            await writer.StopAsync();
            Look(directory, isLive: !writer.IsClosed);
        }

        Directory.Delete(directory, recursive: true);
        tally.FullDisks++;
        tally.Rounds++;
    }

    private TortureWriter Start(string directory, int round) => TortureWriter.Start(directory, SegmentBytes, events, round, 2, delete: false, _truth, tally);

    private async Task Reach(TortureWriter writer, string what, Func<bool> holds)
    {
        try
        {
            if (!await writer.ReadUntilAsync(holds))
            {
                tally.TellWrong($"{what}: the writer ended before");
            }
        }
        catch (TimeoutException e)
        {
            tally.TellWrong($"{what}: {e.Message}");
        }
    }

    private void Look(string directory, bool isLive) =>
        new LogChecker(events, _truth, [], tally).Check(LogChecker.Entries(new LedgerFiles(directory, TimeProvider.System)), isLive);
}
