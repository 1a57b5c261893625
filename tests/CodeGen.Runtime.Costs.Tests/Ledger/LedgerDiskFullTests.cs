using System.Diagnostics;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Without room the log says so, keeps what it has, and goes on when there is room.</summary>
public sealed class LedgerDiskFullTests
{
    private const int SegmentBytes = 65_536;
    private const int RecordBytes = 1_000;

    [SkippableFact]
    public async Task Append_FileSizeLimitReached_IsRefusedAndTakenAgainWhenTheLimitIsLifted()
    {
        Requires.Program("apt-get install util-linux", "prlimit");
        Requires.Program("apt-get install bash", "bash");
        using var ledger = new TestLedger();

        // The system would end a process that is over its limit unless the signal is ignored, as hosts under a limit must.
        using Process host = Start("trap '' XFSZ; exec \"$@\"", ledger.Path);
        await ReadAsync(host, "ready");
        await PrlimitAsync(host, "4096:unlimited");
        (string message, int taken) = await FillAsync(host);
        message.Should().Contain(ledger.Path).And.Contain("65,536 bytes").And.Contain("Nothing of the record was kept");
        (await FillAsync(host)).Taken.Should().Be(0);
        Directory.EnumerateFiles(ledger.Path, "*" + SegmentName.Unfinished).Should().BeEmpty();
        await PrlimitAsync(host, "unlimited:unlimited");
        (await AskAsync(host, "fill 200 1000")).Should().Be("took 200");
        await StopAsync(host);
        CheckWhole(ledger.Files, taken + 200);
    }

    [SkippableFact]
    public async Task Append_DiskFull_IsRefusedAndTakenAgainWhenThereIsRoom()
    {
        await RequireSmallDisksAsync();
        using var ledger = new TestLedger();
        string disk = Directory.CreateDirectory(Path.Combine(ledger.Path, "disk")).FullName;
        string copy = Directory.CreateDirectory(Path.Combine(ledger.Path, "copy")).FullName;

        // The disk lives in the child's own view of the machine, and goes with it: it copies the files out at its end.
        using Process host = Start($"mount -t tmpfs -o size=400k tmpfs {disk} && \"$@\" && cp {disk}/* {copy}", disk, "unshare", "--user", "--map-root-user", "--mount");
        await ReadAsync(host, "ready");
        (await AskAsync(host, $"write {disk}/filler 200000")).Should().Be("done");
        (string message, int taken) = await FillAsync(host);
        message.Should().Contain(disk).And.Contain("Make room");
        (await FillAsync(host)).Taken.Should().Be(0);
        (await AskAsync(host, $"delete {disk}/filler")).Should().Be("done");
        (await AskAsync(host, "fill 100 1000")).Should().Be("took 100");
        await StopAsync(host);
        CheckWhole(new LedgerFiles(copy, ledger.Time), taken + 100);
    }

    [Fact]
    public void Open_NoRoomForTheFirstSegment_LeavesNothingBehind()
    {
        using var ledger = new TestLedger();

        // A folder where the file should be prepared stands for any reason why it cannot.
        Directory.CreateDirectory(Path.Combine(ledger.Path, "1.new", "x"));
        FluentActions.Invoking(() => ledger.Open()).Should().Throw<LedgerUnavailableException>();
        SegmentName.List(ledger.Path).Should().BeEmpty();
        Directory.Delete(Path.Combine(ledger.Path, "1.new"), recursive: true);
        using LedgerLog log = ledger.Open();
        log.Append(1, TestLedger.Began, []).Sequence.Should().Be(1);
    }

    private static void CheckWhole(ILedgerSource source, int records)
    {
        (List<LedgerRecord> read, List<LedgerDamage> damages) = TestLedger.ReadAll(source);
        damages.Should().BeEmpty();
        read.Select(static r => r.Sequence).Should().Equal(Enumerable.Range(1, records).Select(static s => (long)s));
        read.Should().OnlyContain(static r => r.Payload.Length == RecordBytes);
    }

    private static async Task RequireSmallDisksAsync()
    {
        Requires.Program("apt-get install util-linux", "unshare");
        using Process probe = Process.Start(new ProcessStartInfo("unshare", ["--user", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]) { RedirectStandardError = true })!;
        await probe.WaitForExitAsync();
        Requires.Condition(probe.ExitCode == 0, "this user may not mount a small disk in a namespace of its own; sysctl -w kernel.unprivileged_userns_clone=1");
    }

    private static Process Start(string script, string directory, params string[] before)
    {
        string[] words =
        [
            .. before, "bash", "-c", script, "bash", Environment.ProcessPath!, "exec", Path.Combine(AppContext.BaseDirectory, "CodeGen.Runtime.LedgerHost.dll"), "obey", directory, $"{SegmentBytes}",
        ];
        return Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }

    private static async Task<(string Message, int Taken)> FillAsync(Process host)
    {
        string answer = await AskAsync(host, $"fill 1000 {RecordBytes}");
        answer.Should().StartWith("full ");
        string[] words = answer.Split(' ', 3);
        return (words[2], int.Parse(words[1]));
    }

    private static async Task<string> AskAsync(Process host, string line)
    {
        await host.StandardInput.WriteLineAsync(line);
        return await ReadAsync(host, "");
    }

    private static async Task<string> ReadAsync(Process host, string start)
    {
        while (true)
        {
            string line = await host.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) ?? throw new EndOfStreamException($"The host ended with {host.ExitCode}.");
            if (line.StartsWith(start, StringComparison.Ordinal))
            {
                return line;
            }
        }
    }

    private static async Task PrlimitAsync(Process host, string limit)
    {
        using Process prlimit = Process.Start("prlimit", ["--pid", $"{host.Id}", $"--fsize={limit}"]);
        await prlimit.WaitForExitAsync();
        prlimit.ExitCode.Should().Be(0);
    }

    private static async Task StopAsync(Process host)
    {
        host.StandardInput.Close();
        await host.WaitForExitAsync();
        host.ExitCode.Should().Be(0);
    }
}
