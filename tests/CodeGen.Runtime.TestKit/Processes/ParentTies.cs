using System.Diagnostics;
using System.Globalization;

namespace CodeGen.Runtime.TestKit.Processes;

/// <summary>Chooses a <see cref="ParentTie"/> and wraps command lines with it.</summary>
internal static class ParentTies
{
    // Runs beside the program: $$ is the shell's own process id, which exec hands on to the program, so that the id the
    // parent sees is the program's and signals reach it. The loop is started from a subshell that ends at once, so that it is
    // no child of the program, and holds none of its pipes.
    private const string WatchdogScript =
        "parent=$1; shift; "
        + "( while kill -0 $parent && kill -0 $$; do sleep 0.5; done; kill -0 $parent || kill -9 $$ ) >/dev/null 2>&1 </dev/null & "
        + "exec \"$@\"";

    public static ParentTie Best { get; } =
        OperatingSystem.IsLinux() && ProgramFinder.Find("setpriv") is not null ? ParentTie.ParentDeathSignal
        : ProgramFinder.Find("sh") is not null ? ParentTie.Watchdog
        : ParentTie.None;

    public static void Wrap(ProcessStartInfo start, ParentTie tie, string program, IEnumerable<string> arguments)
    {
        string[] prefix = tie switch
        {
            ParentTie.ParentDeathSignal => [ProgramFinder.Find("setpriv")!, "--pdeathsig", "KILL", "--", program],
            ParentTie.Watchdog => ["/bin/sh", "-c", WatchdogScript, "sh", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), program],
            _ => [program],
        };
        start.FileName = prefix[0];
        foreach (var argument in prefix.Skip(1).Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }
    }
}
