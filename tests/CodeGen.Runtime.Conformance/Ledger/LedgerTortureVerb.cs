using System.Diagnostics;

namespace CodeGen.Runtime.Conformance.Ledger;

/// <summary>A ledger whose writers are killed, whose files are damaged and whose disk is full, for as long as one likes.</summary>
internal static class LedgerTortureVerb
{
    private const int MostRounds = 14;
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(10);

    public static Verb Verb { get; } = new(
        "ledger-torture",
        "kills the writers of a ledger at random, tears its end, flips its bits, fills its disk, and looks for every acknowledged record",
        [
            new("seconds", "N", "600", "how long"),
            new("seed", "S", "1", "chooses everything but the moments at which the system schedules"),
            new("dir", "DIR", "", "where the ledgers are written, and removed; a directory of its own for temporary files without it"),
        ],
        RunAsync);

    private static async Task RunAsync(Arguments arguments, Report report)
    {
        var time = TimeSpan.FromSeconds(arguments.Int("seconds", 1, 1_000_000));
        int seed = arguments.Int("seed", 0, int.MaxValue);
        string parent = arguments.Text("dir") is { Length: > 0 } given ? Directory.CreateDirectory(given).FullName : Path.GetTempPath();
        string root = Path.Combine(parent, $"codegen-torture-{Environment.ProcessId}");
        var tally = new TortureTally(report);
        var random = new Random(seed);
        var events = new TortureEvents(seed, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        string how;
        try
        {
            using SmallDisk disk = SmallDisk.Open(Path.Combine(root, "small"));
            how = disk.How;
            await RunAsync(time, root, disk, random, events, tally);
        }
        finally
        {
            if (Directory.Exists(root))
            {
                Directory.Delete(root, recursive: true);
            }
        }

        Tell(tally, how, report);
    }

    private static async Task RunAsync(TimeSpan time, string root, SmallDisk disk, Random random, TortureEvents events, TortureTally tally)
    {
        long began = Stopwatch.GetTimestamp();
        TimeSpan told = TimeSpan.Zero;
        do
        {
            await new FullDiskRound(disk, random.Next(), events, tally).RunAsync();
            var era = new TortureEra(root, random.Next(), events, tally);
            for (int rounds = random.Next(2, MostRounds); rounds > 0 && tally.Wrong == 0; rounds--)
            {
                await era.RunRoundAsync();
                if (Stopwatch.GetElapsedTime(began) is var now && now - told >= ProgressEvery)
                {
                    told = now;
                    Console.Error.WriteLine($"{now.TotalSeconds:0} s: {Line(tally)}");
                }

                if (now > time)
                {
                    break;
                }
            }

            era.End();
        }
        while (Stopwatch.GetElapsedTime(began) < time && tally.Lost + tally.Doubled + tally.Wrong == 0);
    }

    private static string Line(TortureTally tally) =>
        $"rounds {tally.Rounds:#,0}, kills {tally.Kills:#,0}, acknowledged {tally.Acknowledged:#,0}, lost {tally.Lost}, doubled {tally.Doubled}, other promises broken {tally.Wrong}";

    private static void Tell(TortureTally tally, string how, Report report)
    {
        var table = new Table("measure", "count");
        table.Add("rounds", tally.Rounds);
        table.Add("writers killed; ended by themselves", $"{tally.Kills:#,0}; {tally.Stops:#,0}");
        table.Add("records acknowledged", tally.Acknowledged);
        table.Add("records compared with what was delivered, all looks together", tally.Checked);
        table.Add("lost", tally.Lost);
        table.Add("doubled", tally.Doubled);
        table.Add("other promises broken", tally.Wrong);
        table.Add("deliveries answered as repeated", tally.Repeated);
        table.Add("deliveries refused as a conflict", tally.Conflicts);
        table.Add("ends of logs torn; unfinished records cut at openings", $"{tally.TornTails:#,0}; {tally.TornTailsCut:#,0}");
        table.Add("bits flipped in copies; records lost to them; named by sequence, segment and offset", $"{tally.BitsFlipped:#,0}; {tally.RecordsLostToBits:#,0}; {tally.RecordsNamed:#,0}");
        table.Add("bits flipped in ledgers that went on", tally.BitsFlippedForGood);
        table.Add($"full disks ({how}); deliveries refused there, of which nothing was kept", $"{tally.FullDisks:#,0}; {tally.Refusals:#,0}");
        table.Add("looks beside a writer; second writers refused", $"{tally.LooksBeside:#,0}; {tally.SecondWritersRefused:#,0}");
        table.Add("segments deleted for their age", tally.SegmentsDeleted);
        table.Write(Line(tally));
        report.Check(tally.Lost == 0, "acknowledged records lost", 0, tally.Lost);
        report.Check(tally.Doubled == 0, "events doubled", 0, tally.Doubled);
        report.Check(tally.Wrong == 0, "other promises broken", 0, tally.Wrong);
        report.Check(tally is { Kills: > 0, Acknowledged: > 0, Checked: > 0 }, "writers that were killed after acknowledgements", "some", tally.Acknowledged);
        report.Check(tally is { FullDisks: > 0, Refusals: > 0 }, "full disks", "some", tally.FullDisks);
        report.Check(tally.RecordsNamed == tally.RecordsLostToBits, "records lost to bits that were named", tally.RecordsLostToBits, tally.RecordsNamed);
    }
}
