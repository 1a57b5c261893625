using CodeGen.Runtime.LedgerHost;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static CodeGen.Runtime.Costs.Tests.BudgetHost;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>A process that spends is killed, again and again, while it reserves, books and writes snapshots: what it had acknowledged is counted once, and no limit is passed.</summary>
public sealed class BudgetCrashTests
{
    private const int Rounds = 8;
    private const int Threads = 3;
    private const int SegmentBytes = 65_536;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Kill_AtRandomPoints_LosesAndDoublesNothingAcknowledgedAndOvershootsNothing()
    {
        using var ledger = new TestLedger();
        var random = new Random(20_261_128);
        var told = new ToldBudgets(Threads);
        int refused = 0;
        for (int round = 0; round < Rounds; round++)
        {
            foreach (string line in await RunAndKillAsync(ledger.Path, round, random.Next(0, 4) == 0 ? random.Next(0, 5) : random.Next(20, 600)))
            {
                told.Read(line);
                refused += line == "refused" ? 1 : 0;
            }

            using LedgerLog log = LedgerLog.Open(new LedgerLogOptions { Directory = ledger.Path, SegmentBytes = SegmentBytes }, TimeProvider.System);
            log.Opening.Damages.Should().BeEmpty();
            await using ServiceProvider services = HostBudgets.Open(log);
            IBudgets budgets = services.GetRequiredService<IBudgets>();
            BudgetStatus capped = (await budgets.GetStatusAsync("capped"))!;
            IReadOnlyList<IndeterminateHold> open = await budgets.GetIndeterminateAsync();
            capped.Held.Should().Be(open.Aggregate(Usd(0), static (sum, hold) => sum + hold.Estimate)).And.Be(capped.Indeterminate);
            capped.Available.Should().BeGreaterThanOrEqualTo(Usd(0), "nothing is overshot");
            told.Check(open, capped.Committed, (await budgets.GetStatusAsync("all"))!.Committed);
            (await budgets.GetStatusAsync("rolling"))!.Committed.Should().Be(capped.Committed);

            // Somebody settles some of what was left, by its name.
            foreach (IndeterminateHold hold in open.Where((_, i) => i % 2 == 0))
            {
                Money actual = hold.Estimate < Usd(0.01m) ? hold.Estimate : Usd(0.01m);
                (await budgets.SettleAsync(hold.Id, actual)).Should().BeTrue();
                told.Settled(hold.Id, actual);
            }
        }

        refused.Should().BePositive("otherwise the limit was never in reach");
    }

    /// <summary>Lets a host run until it has told so many lines, kills it, and returns all that it told.</summary>
    private static async Task<List<string>> RunAndKillAsync(string directory, int seed, int lines)
    {
        var told = new List<string>();
        await using var host = NodeProcess.Start(Path.Combine(AppContext.BaseDirectory, "CodeGen.Runtime.LedgerHost.dll"), "budgets", directory, $"{SegmentBytes}", $"{Threads}", $"{seed}");
        try
        {
            while (true)
            {
                told.Add(await host.ReadLineAsync(null, s_patience));
                if (told.Count == lines + 2)
                {
                    host.Kill();
                }
            }
        }
        catch (EndOfStreamException)
        {
            // All it told before it was killed was read.
        }

        return told;
    }
}
