using System.Diagnostics;
using System.Reflection;

namespace CodeGen.Runtime.Docs.Tests;

/// <summary>
/// A folder with all packages of this repository as they were built for these tests, and projects that know nothing else. Needs no network: what the packages depend on was restored for these tests and is
/// found where it was put.
/// </summary>
public sealed class PackageFeed : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("codegen-packages-").FullName;

    public PackageFeed()
    {
        // One process packs them all.
        string projects = string.Join(';', Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Where(static project => !File.ReadAllText(project).Contains("<IsPackable>false</IsPackable>", StringComparison.Ordinal)));
        File.WriteAllText(Path.Combine(_folder, "pack.proj"), $"""
            <Project>
              <Target Name="Pack">
                <MSBuild Projects="{projects}" Targets="Pack" Properties="NoBuild=true;Configuration={Built("Configuration")};PackageOutputPath={Path.Combine(_folder, "feed")}" />
              </Target>
            </Project>
            """);
        Dotnet(_folder, "msbuild", "pack.proj", "-t:Pack", "-nologo", "-v:q", "-m:1", "-nodeReuse:false");
        File.WriteAllText(Path.Combine(_folder, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{Path.Combine(_folder, "taken")}" /></config>
              <packageSources><clear /><add key="feed" value="{Path.Combine(_folder, "feed")}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="restored" value="{Built("NuGetPackageRoot")}" /></fallbackPackageFolders>
            </configuration>
            """);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Builds a console project of one file and runs it.</summary>
    /// <returns>What it printed.</returns>
    internal string Run(string name, string program, params string[] packages)
    {
        string project = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        File.WriteAllText(Path.Combine(project, "Program.cs"), program);
        File.WriteAllText(Path.Combine(project, name + ".csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <UseAppHost>false</UseAppHost>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                {string.Join("\n    ", packages.Select(static package => $"<PackageReference Include=\"{package}\" Version=\"{Built("Version")}\" />"))}
              </ItemGroup>
            </Project>
            """);
        Dotnet(project, "build", "-nologo", "-v:q", "-m:1", "-nodeReuse:false", "-p:UseSharedCompilation=false", "-o", "out");
        return Dotnet(project, Path.Combine("out", name + ".dll"));
    }

    private static string Built(string key) =>
        typeof(PackageFeed).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    private static string Dotnet(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };

        // What the test run says to its own build is not meant for this one.
        foreach (string name in start.Environment.Keys.Where(static key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string printed = process.StandardOutput.ReadToEnd().ReplaceLineEndings("\n");
        process.WaitForExit();
        return process.ExitCode == 0
            ? printed
            : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{printed}\n{errors.Result}");
    }
}
