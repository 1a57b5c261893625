namespace CodeGen.Runtime.TestKit.Processes;

/// <summary>Finds programs on the PATH.</summary>
internal static class ProgramFinder
{
    // Servers live in sbin, which the PATH of an ordinary user often lacks.
    private static readonly string[] Extra = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(Extra)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
