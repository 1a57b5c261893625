using System.Diagnostics;
using System.Globalization;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>A process that raises and delivers alerts is killed, again and again, or has no room on its disk.</summary>
public sealed class AlertCrashTests : IDisposable
{
    private const int Rounds = 10;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("alerts");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Kill_AtRandomPoints_LosesNoAlertThatWasTakenAndRepeatsOnlyUnderItsId()
    {
        await using AlertReceiver receiver = await AlertReceiver.StartAsync(null, AlertHost.Secret);
        receiver.Answer = static (context, alert) =>
        {
            if (alert.Number % 7 == 3)
            {
                context.Abort();
            }

            context.Response.StatusCode = alert.Number % 5 == 2 ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
            return Task.FromResult(alert.Number % 7 == 3 || alert.Number % 5 == 2);
        };
        var random = new Random(20_261_128);
        var acknowledged = new List<int>();
        for (int round = 0; round < Rounds; round++)
        {
            acknowledged.AddRange(await RaiseAndKillAsync(receiver, round * 10_000, random.Next(0, 60)));
        }

        receiver.Answer = static (_, _) => Task.FromResult(false);
        await using (NodeProcess last = Start(receiver))
        {
            await last.SendAsync("wait");
            await last.ReadLineAsync(static line => line == "idle", s_patience);
            await last.StopAsync();
        }

        acknowledged.Should().NotBeEmpty();
        receiver.Problems.Should().BeEmpty();
        ILookup<string, string> ids = receiver.Taken.ToLookup(static alert => alert.Budget, static alert => alert.Id!);
        acknowledged.Where(number => !ids.Contains($"b{number}")).Should().BeEmpty();
        ids.Should().OnlyContain(static alert => alert.Distinct().Count() == 1);
        Directory.EnumerateFiles(_directory.FullName).Select(Path.GetFileName).Should().Equal("outbox.lock");
    }

    [SkippableFact]
    public async Task Raise_WithoutRoomOnTheDisk_DeliversFromMemory()
    {
        Requires.Program("apt-get install util-linux", "prlimit");
        await using AlertReceiver receiver = await AlertReceiver.StartAsync(null, AlertHost.Secret);
        await using NodeProcess node = Start(receiver);
        await node.ReadLineAsync(static line => line == "ready 0", s_patience);
        using (Process prlimit = Process.Start("prlimit", ["--pid", $"{node.ProcessId}", "--fsize=16"]))
        {
            await prlimit.WaitForExitAsync();
            prlimit.ExitCode.Should().Be(0);
        }

        await node.SendAsync("raise 0 2");
        await node.ReadLineAsync(static line => line == "log 3345", s_patience);
        await node.ReadLineAsync(static line => line == "ack 1", s_patience);
        (await receiver.NextAsync()).Budget.Should().Be("b0");
        (await receiver.NextAsync()).Budget.Should().Be("b1");
        await node.SendAsync("wait");
        await node.ReadLineAsync(static line => line == "idle", s_patience);
        Directory.EnumerateFiles(_directory.FullName).Select(Path.GetFileName).Should().Equal("outbox.lock");
    }

    /// <summary>Lets a process run until it has told so many acknowledgments, and kills it.</summary>
    private async Task<List<int>> RaiseAndKillAsync(AlertReceiver receiver, int first, int acknowledgments)
    {
        var told = new List<int>();
        await using NodeProcess node = Start(receiver);
        await node.SendAsync($"raise {first} 10000");
        try
        {
            while (true)
            {
                string line = await node.ReadLineAsync(null, s_patience);
                if (line.StartsWith("ack ", StringComparison.Ordinal))
                {
                    told.Add(int.Parse(line.AsSpan(4), CultureInfo.InvariantCulture));
                }

                if (told.Count >= acknowledgments)
                {
                    node.Kill();
                    acknowledgments = int.MaxValue;
                }
            }
        }
        catch (EndOfStreamException)
        {
            // All it told before it was killed was read.
        }

        return told;
    }

    private NodeProcess Start(AlertReceiver receiver) => NodeProcess.Start(
        Path.Combine(AppContext.BaseDirectory, "CodeGen.Runtime.LedgerHost.dll"), "alerts", _directory.FullName, receiver.Url, AlertHost.Secret);
}
