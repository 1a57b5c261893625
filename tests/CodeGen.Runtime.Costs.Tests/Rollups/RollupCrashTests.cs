using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>The process ends between any two steps: what lies on the disk then is opened by another one.</summary>
public class RollupCrashTests
{
    [Fact]
    public void CatchUp_FilesOfAnyMoment_EndWithEveryRecordOnce()
    {
        using MeteredHost host = Histories.Host();
        string copies = Directory.CreateTempSubdirectory("codegen-crash-").FullName;
        try
        {
            int moments = 0;
            host.Rollups.Probe = step => Copy(host.Path, Path.Combine(copies, $"{moments++:D3}-{step}"));
            var charges = new List<long>();
            foreach (int i in Enumerable.Range(0, 24))
            {
                Histories.Do(host, new HistoryStep(i % 12, 1_000 + (37 * i), TimeSpan.FromHours(i), i % 4, TimeSpan.FromMinutes(i)), charges);
                if (i % 8 == 7)
                {
                    host.RollUp(maxCells: 12);
                }
            }

            moments.Should().BeGreaterThan(40);
            foreach (string copy in Directory.GetDirectories(copies))
            {
                using var ledger = new LedgerStore(new CostMeteringOptions { LedgerPath = copy, SegmentBytes = 1 << 20 }, host.Time, NullLogger.Instance);
                var store = new RollupStore(ledger, new CostMeteringOptions { LedgerPath = copy }, host.Time, NullLogger.Instance);

                // Something comes next, so that both know how late it is.
                ledger.Log.Append((byte)LedgerRecordKind.Void, host.Time.GetUtcNow(), [1]);
                MeteredHost.RollUp(store);
                List<string> recovered = RollupRows.All(store.Path);
                File.Delete(store.Path);
                File.Delete(store.Path + "-wal");
                MeteredHost.RollUp(store);

                recovered.Should().Equal(RollupRows.All(store.Path), copy);
            }
        }
        finally
        {
            Directory.Delete(copies, recursive: true);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void CatchUp_FailsAtAStep_IsDoneByTheNextCall(int at)
    {
        using MeteredHost host = Histories.Host();
        var charges = new List<long>();
        foreach (int i in Enumerable.Range(0, 24))
        {
            Histories.Do(host, new HistoryStep(i % 12, 1_000 + (37 * i), TimeSpan.FromHours(i), i % 4, TimeSpan.FromMinutes(i)), charges);
        }

        using var run = new RollupRun(host.Rollups) { MaxCells = 20 };
        int failures = 0;
        host.Rollups.Probe = step => _ = (int)step == at && failures++ % 2 == 0 ? throw new IOException("No space left on device") : 0;
        for (int tries = 0; run.Next <= host.Ledger.LastSequence; tries++)
        {
            tries.Should().BeLessThan(100);
            try
            {
                MeteredHost.RollUp(run);
            }
            catch (IOException)
            {
                // The next one begins from the cursor.
            }
        }

        List<string> rows = RollupRows.All(host.Rollups.Path);
        host.Rollups.Probe = null;
        run.Dispose();
        File.Delete(host.Rollups.Path);
        host.RollUp();

        failures.Should().BeGreaterThan(1);
        rows.Should().Equal(RollupRows.All(host.Rollups.Path));
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from).Where(static name => !name.EndsWith("-shm", StringComparison.Ordinal) && !name.EndsWith(".lock", StringComparison.Ordinal) && !name.EndsWith(".new", StringComparison.Ordinal)))
        {
            using FileStream source = File.Open(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using FileStream target = File.Create(Path.Combine(to, Path.GetFileName(file)));
            source.CopyTo(target);
        }
    }
}
