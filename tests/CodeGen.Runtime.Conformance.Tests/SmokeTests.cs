using System.Diagnostics;
using CodeGen.Runtime.TestKit;

namespace CodeGen.Runtime.Conformance.Tests;

/// <summary>Each verb once, briefly, as a user runs it. Limits that a busy machine may miss are set wide: the figures are for longer runs.</summary>
public sealed class SmokeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [SkippableTheory]
    [InlineData("start")]
    [InlineData("embedded")]
    public async Task Invalidation_WithFaults_NothingStaleBeyondTheBound(string redis)
    {
        Requires.Server(redis == "start" ? ServerKind.Redis : ServerKind.Embedded);

        await PassesAsync("invalidation", "--seconds", "6", "--seed", "42", "--redis", redis, "--processes", "3", "--rate", "200");
    }

    [SkippableFact]
    public async Task Soak_Briefly_NothingStaleAndProcessesStayFlat()
    {
        Requires.Server(ServerKind.Redis);

        await PassesAsync("soak", "--seconds", "8", "--redis", "start", "--processes", "2", "--rate", "200", "--fault-pause", "1000", "--features", "on");
    }

    [Fact]
    public Task Latency_Briefly_EveryInvalidationArrives() =>
        PassesAsync("latency", "--redis", "embedded", "--seconds", "2", "--rate", "50", "--p99", "5000");

    [Fact]
    public Task Stampede_Briefly_OneFactoryCallARound() => PassesAsync("stampede", "--redis", "embedded", "--rounds", "2", "--callers", "200");

    [SkippableTheory]
    [InlineData("sever")]
    [InlineData("kill")]
    public async Task Outage_Briefly_EachRegionKeepsItsRule(string how)
    {
        Requires.RedisServer();

        await PassesAsync("outage", "--redis", "start", "--seconds", "4", "--around", "3", "--rate", "200", "--how", how);
    }

    [SkippableFact]
    public async Task Scope_FewKeys_OneRoundTrip()
    {
        Requires.RedisServer();

        await PassesAsync("scope", "--redis", "start", "--keys", "3000");
    }

    [Fact]
    public Task LedgerTorture_Briefly_NothingLostAndNothingDoubled() => PassesAsync("ledger-torture", "--seconds", "5", "--seed", "42");

    [SkippableFact]
    public async Task PostgresFeed_Briefly_EqualsTheLedgersToThePico()
    {
        Requires.PostgreSql();

        await PassesAsync("postgres-feed", "--charges", "6000", "--nodes", "2", "--batch", "200", "--pause", "500", "--seed", "5");
    }

    [SkippableTheory]
    [InlineData("off", "exact")]
    [InlineData("on", "exact")]
    [InlineData("off", "leased")]
    [InlineData("on", "leased")]
    public async Task BudgetTorture_Briefly_NothingOvershotOrStrandedAndSumsAreThoseOfTheProcesses(string failOver, string mode)
    {
        Requires.RedisServer();

        await PassesAsync("budget-torture", "--processes", "3", "--seconds", "8", "--seed", "5", "--failover", failOver, "--mode", mode);
    }

    [Theory]
    [InlineData("no-such-verb", "There is no verb 'no-such-verb'")]
    [InlineData("latency", "--redis CONN|start|embedded is missing")]
    [InlineData("latency --redis example.org:6379", "neither 'start', 'embedded' nor localhost:PORT")]
    public async Task WrongCall_ExitsWithTwoAndSaysWhy(string line, string words)
    {
        (int code, string output) = await RunAsync(line.Split(' '));

        code.Should().Be(2);
        output.Should().Contain(words);
    }

    private static async Task PassesAsync(params string[] arguments)
    {
        (int code, string output) = await RunAsync(arguments);

        output.TrimEnd().Split('\n')[^1].Should().MatchRegex("^[1-9][0-9]* passed, 0 failed$", output);
        code.Should().Be(0, output);
    }

    /// <summary>Exit code, and standard output; standard error when there is no output.</summary>
    private static async Task<(int Code, string Output)> RunAsync(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(Arguments).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        string text = await output;
        return (process.ExitCode, text.Length == 0 ? await errors : text);
    }
}
