namespace CodeGen.Runtime;

/// <summary>How the rooms of the runtime work together.</summary>
public sealed class CodeGenRuntimeOptions
{
    /// <summary>The configuration section these options are bound from by <c>AddCodeGenRuntime</c>.</summary>
    public const string SectionName = "CodeGenRuntime";

    /// <summary>Default of <see cref="SavingsInterval"/>: 1 minute.</summary>
    public static readonly TimeSpan DefaultSavingsInterval = TimeSpan.FromMinutes(1);

    /// <summary>How often what hits of the cache have saved is booked, one saving a region; what is saved since is booked when the host stops, and lost when it is killed.</summary>
    /// <value>The default is 1 minute; 1 second to 1 day, or 0 for never.</value>
    public TimeSpan SavingsInterval { get; set; } = DefaultSavingsInterval;
}
