namespace CodeGen.Runtime.Costs;

/// <summary>Which cache a profile is about. Immutable; thread-safe.</summary>
/// <param name="Name">Its name; empty for the unnamed one.</param>
/// <param name="Section">The configuration section of its options, such as <c>CodeGenRuntime:Cache</c>.</param>
/// <param name="MaxEntries">How many entries it holds in memory at most.</param>
/// <param name="MaxBytes">How many bytes they take at most.</param>
/// <param name="LongestLife">The longest life that it gives any entry.</param>
public sealed record ReuseCache(string Name, string Section, long MaxEntries, long MaxBytes, TimeSpan LongestLife)
{
    internal string Prefix => Name.Length == 0 ? string.Empty : Name + "/";
}
