using CodeGen.Runtime.TestKit.Processes;
using Xunit;

namespace CodeGen.Runtime.TestKit;

/// <summary>
/// What a test needs of its machine. Called first in a <c>[SkippableFact]</c> or <c>[SkippableTheory]</c>; when the program is
/// missing the test is reported as skipped together with the line that installs it, and fails instead when the
/// environment variable <c>CODEGEN_TESTS_REQUIRE_ALL</c> is <c>1</c>.
/// </summary>
public static class Requires
{
    /// <summary>The environment variable under which a skip is a failure.</summary>
    public const string RequireAllVariable = "CODEGEN_TESTS_REQUIRE_ALL";

    /// <summary>Needs a real <c>redis-server</c>.</summary>
    public static void RedisServer() => Program(RedisServerProcess.InstallHint, "redis-server");

    /// <summary>Needs a real <c>postgres</c>, and where root runs the tests another user to run it.</summary>
    public static void PostgreSql() => Condition(PostgreSqlServer.IsAvailable, $"initdb, postgres or setpriv is not on this machine; {PostgreSqlServer.InstallHint} util-linux");

    /// <summary>Needs <c>varnishd</c>.</summary>
    public static void Varnish() => Program("apt-get install varnish", "varnishd");

    /// <summary>Needs a Chromium or Chrome browser.</summary>
    public static void Chromium() => Program("apt-get install chromium", "chromium", "chromium-browser", "google-chrome");

    /// <summary>Needs a program; any of several names will do.</summary>
    /// <param name="installHint">The line that installs it.</param>
    /// <param name="names">Names to look for on the PATH.</param>
    public static void Program(string installHint, params string[] names) =>
        Condition(names.Any(name => ProgramFinder.Find(name) is not null), $"{string.Join(" or ", names)} is not on this machine; {installHint}");

    /// <summary>Needs what a server of this kind needs.</summary>
    /// <param name="kind">The server the test is about to start.</param>
    public static void Server(ServerKind kind)
    {
        if (kind != ServerKind.Embedded)
        {
            RedisServer();
        }
    }

    /// <summary>Needs anything else.</summary>
    /// <param name="met">Whether the need is met.</param>
    /// <param name="reason">What is missing, and what to do about it.</param>
    /// <exception cref="InvalidOperationException">Not met, and <c>CODEGEN_TESTS_REQUIRE_ALL</c> is 1.</exception>
    public static void Condition(bool met, string reason) =>
        Condition(met, reason, Environment.GetEnvironmentVariable(RequireAllVariable) == "1");

    internal static void Condition(bool met, string reason, bool requireAll)
    {
        if (!met && requireAll)
        {
            throw new InvalidOperationException($"{reason} ({RequireAllVariable}=1 turns this skip into a failure)");
        }

        Skip.IfNot(met, reason);
    }
}
