using CsCheck;
using FluentAssertions;
using Xunit;
using Xunit.Abstractions;

namespace CodeGen.Runtime.Caching.Tests.Protocol;

/// <summary>The protocol as a state machine: random steps on several nodes with faults, judged by the rules of <see cref="ProtocolRun"/>.</summary>
/// <remarks><c>CsCheck_Iter</c> and <c>CsCheck_Time</c> make the run longer; <c>CsCheck_Seed</c> repeats one.</remarks>
[Collection(SerialCollection.Name)]
public sealed class ProtocolTests(ITestOutputHelper output)
{
    private const int Runs = 600;
    private const int RunsInHostMemory = 100;
    private static readonly Gen<(ProtocolSetup Setup, ProtocolStep[] Steps)> s_runs = Gen.Select(ProtocolSetup.Gen, ProtocolStep.Gen.Array[1, 40]);

    [Theory]
    [InlineData(false, Runs)]
    [InlineData(true, RunsInHostMemory)]
    public async Task Protocol_RandomStepsAndFaults_NothingInvalidatedIsServed(bool hostMemory, int times)
    {
        int runs = 0;
        long served = 0;
        await PoolIdle.OnOwnThreadAsync(() => s_runs.Select(s => (Setup: s.Setup with { HostMemory = hostMemory }, s.Steps)).Sample(
            sample =>
            {
                string? violation = ProtocolRun.Violation(sample.Setup, sample.Steps, run => served += run.Served);
                runs++;
                if (violation is not null)
                {
                    throw new ModelViolationException(Report(sample.Setup, sample.Steps));
                }
            },
            iter: Check.Iter == 100 ? times : Check.Iter,
            threads: 1,
            print: static sample => Print(sample.Setup, sample.Steps)));
        output.WriteLine($"{runs} runs, {served} values served");
        served.Should().BeGreaterThan(0);
    }

    /// <summary>Leaves out every step that the violation does not need.</summary>
    private static string Report(ProtocolSetup setup, ProtocolStep[] steps)
    {
        for (bool shorter = true; shorter;)
        {
            shorter = false;
            for (int i = steps.Length - 1; i >= 0; i--)
            {
                ProtocolStep[] without = [.. steps[..i], .. steps[(i + 1)..]];
                if (ProtocolRun.Violation(setup, without) is not null)
                {
                    steps = without;
                    shorter = true;
                }
            }
        }

        return $"{ProtocolRun.Violation(setup, steps) ?? "(it did not come again)"}\n{Print(setup, steps)}";
    }

    private static string Print(ProtocolSetup setup, ProtocolStep[] steps) =>
        $"{setup}\n{string.Join('\n', steps.Select(static (s, i) => $"  {i}: {s}"))}\n";
}
