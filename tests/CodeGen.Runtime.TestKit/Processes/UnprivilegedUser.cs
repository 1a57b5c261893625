using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace CodeGen.Runtime.TestKit.Processes;

/// <summary>Runs programs that refuse to be run by root: as <c>postgres</c> where there is such a user, else as <c>nobody</c>.</summary>
internal static class UnprivilegedUser
{
    private static readonly (uint User, uint Group)? s_ids = Ids();

    public static bool IsNeeded => Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows();

    public static bool CanRun => !IsNeeded || (s_ids is not null && ProgramFinder.Find("setpriv") is not null);

    /// <summary>Gives a folder to that user, where that is needed.</summary>
    public static void Own(string folder)
    {
        if (IsNeeded && s_ids is var (user, group) && ChangeOwner(folder, user, group) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"The folder {folder} could not be given to user {user}.");
        }
    }

    /// <summary>The command line that runs a program as that user, tied to this process.</summary>
    public static (string Program, IEnumerable<string> Arguments) Wrap(string program, IEnumerable<string> arguments)
    {
        if (!IsNeeded)
        {
            return (program, arguments);
        }

        (uint user, uint group) = s_ids ?? throw new InvalidOperationException("There is neither a user postgres nor a user nobody to run it as.");

        // One setpriv for both: a change of user ends the tie that was made before it.
        return (
            ProgramFinder.Find("setpriv") ?? throw new InvalidOperationException("setpriv is not on this machine; apt-get install util-linux"),
            ["--reuid", Number(user), "--regid", Number(group), "--clear-groups", "--pdeathsig", "KILL", "--", program, .. arguments]);
    }

    private static string Number(uint id) => id.ToString(CultureInfo.InvariantCulture);

    private static (uint User, uint Group)? Ids()
    {
        if (!File.Exists("/etc/passwd"))
        {
            return null;
        }

        string[][] users = [.. File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields.Length > 3)];
        string[]? found = Array.Find(users, fields => fields[0] == "postgres") ?? Array.Find(users, fields => fields[0] == "nobody");
        return found is null ? null : (uint.Parse(found[2], CultureInfo.InvariantCulture), uint.Parse(found[3], CultureInfo.InvariantCulture));
    }

    [DllImport("libc", EntryPoint = "chown", SetLastError = true)]
    private static extern int ChangeOwner([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint user, uint group);
}
