using System.Diagnostics;
using System.Globalization;
using CodeGen.Runtime.TestKit.Processes;

namespace CodeGen.Runtime.TestKit.Tests.Processes;

public class ParentTieTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [SkippableTheory]
    [InlineData("ParentDeathSignal")]
    [InlineData("Watchdog")]
    public async Task A_child_dies_with_a_parent_that_is_killed_and_its_folder_is_swept(string tie)
    {
        Requires.RedisServer();
        Requires.Condition(tie != "ParentDeathSignal" || ParentTies.Best == ParentTie.ParentDeathSignal, "setpriv is not on this machine; apt-get install util-linux");
        await using var parent = NodeProcess.Start(ChildProgram.Path, "redis", tie);
        var words = (await parent.ReadLineAsync(line => line.StartsWith("redis", StringComparison.Ordinal), Patience)).Split(' ');
        var server = int.Parse(words[1], CultureInfo.InvariantCulture);
        IsRedis(server).Should().BeTrue();

        parent.Kill();

        await WaitUntil.Async(() => !IsRedis(server), Patience);
        TempDirectory.Sweep();
        Directory.Exists(words[2]).Should().BeFalse();
    }

    // By its name too, since the id may be given to another process.
    private static bool IsRedis(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited && process.ProcessName.StartsWith("redis-server", StringComparison.Ordinal);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
