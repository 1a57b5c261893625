namespace CodeGen.Runtime;

/// <summary>How the rooms of the runtime work together.</summary>
public sealed class CodeGenRuntimeOptions
{
    /// <summary>The configuration section these options are bound from by <c>AddCodeGenRuntime</c>.</summary>
    public const string SectionName = "CodeGenRuntime";

    /// <summary>Default of <see cref="SavingsInterval"/>: 1 minute.</summary>
    public static readonly TimeSpan DefaultSavingsInterval = TimeSpan.FromMinutes(1);

    /// <summary>Default of <see cref="ReuseShare"/>: a tenth.</summary>
    public const double DefaultReuseShare = 0.1;

    /// <summary>How often what hits of the cache have saved is booked, one saving a region; what is saved since is booked when the host stops, and lost when it is killed.</summary>
    /// <value>The default is 1 minute; 1 second to 1 day, or 0 for never.</value>
    public TimeSpan SavingsInterval { get; set; } = DefaultSavingsInterval;

    /// <summary>
    /// Of which part of the cache's keys each access is followed, so that longer times to live and more memory can be recommended. It falls by itself where that is more than 8,192 keys of a cache.
    /// </summary>
    /// <value>The default is 0.1; 0 (never) to 1.</value>
    public double ReuseShare { get; set; } = DefaultReuseShare;
}
