namespace CodeGen.Runtime.TestKit.Processes;

/// <summary>Finds the <c>dotnet</c> that runs us, so that children run on the same one.</summary>
internal static class DotnetHost
{
    public static string Path { get; } =
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host
        : System.IO.Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath!
        : ProgramFinder.Find("dotnet") ?? "dotnet";
}
