namespace CodeGen.Runtime.Costs;

/// <summary>What recommendations may propose, and when they are worth saying. What is not told here is proposed by nobody: which answers are good enough and which can wait only the host knows.</summary>
public sealed class CostRecommendationOptions
{
    /// <summary>The configuration section that these options are bound from by <c>AddCodeGenRuntime</c>.</summary>
    public const string SectionName = "CodeGenRuntime:Costs:Recommendations";

    /// <summary>Default of <see cref="MinimumSaving"/>.</summary>
    public const decimal DefaultMinimumSaving = 1m;

    /// <summary>Default of <see cref="MinimumShare"/>: 1 %.</summary>
    public const decimal DefaultMinimumShare = 0.01m;

    /// <summary>Default of <see cref="MinimumCharges"/>.</summary>
    public const int DefaultMinimumCharges = 100;

    /// <summary>Default of <see cref="MinimumDays"/>.</summary>
    public const int DefaultMinimumDays = 7;

    /// <summary>Default of <see cref="PromiseTolerance"/>: a fifth.</summary>
    public const decimal DefaultPromiseTolerance = 0.2m;

    /// <summary>Default of <see cref="Window"/>: 30 days.</summary>
    public static readonly TimeSpan DefaultWindow = TimeSpan.FromDays(30);

    /// <summary>Which time is replayed where none is asked for: so much before the running day of the billing zone.</summary>
    /// <value>The default is 30 days; 1 to 400, whole days.</value>
    public TimeSpan Window { get; set; } = DefaultWindow;

    /// <summary>Less than this a month is not worth saying, in units of <see cref="CostMeteringOptions.Currency"/>.</summary>
    /// <value>The default is 1; 0 or more.</value>
    public decimal MinimumSaving { get; set; } = DefaultMinimumSaving;

    /// <summary>A smaller part of what was paid for what it is about is not worth saying.</summary>
    /// <value>The default is 0.01; 0 to 1.</value>
    public decimal MinimumShare { get; set; } = DefaultMinimumShare;

    /// <summary>With fewer charges nothing is said, and no promise is checked.</summary>
    /// <value>The default is 100; 1 or more.</value>
    public int MinimumCharges { get; set; } = DefaultMinimumCharges;

    /// <summary>With charges on fewer days nothing is said, and before that no promise is checked.</summary>
    /// <value>The default is 7; 1 to 400.</value>
    public int MinimumDays { get; set; } = DefaultMinimumDays;

    /// <summary>How much less than was promised still keeps a promise, as a part of it.</summary>
    /// <value>The default is 0.2; 0 to 1.</value>
    public decimal PromiseTolerance { get; set; } = DefaultPromiseTolerance;

    /// <summary>The file that remembers which recommendations were followed.</summary>
    /// <value>The default is <see langword="null"/>: <c>promises.json</c> in the directory of the ledger; with a temporary ledger they go with the process.</value>
    public string? PromisesPath { get; set; }

    /// <summary>Models that could answer some requests instead, by a name for each, with what an evaluation said of their answers.</summary>
    /// <value>The default is none.</value>
    public IDictionary<string, ModelAlternativeOptions> Models { get; } = new Dictionary<string, ModelAlternativeOptions>(StringComparer.Ordinal);

    /// <summary>Requests that can wait, by a name for each.</summary>
    /// <value>The default is none.</value>
    public IDictionary<string, DeferrableRequestsOptions> Deferrable { get; } = new Dictionary<string, DeferrableRequestsOptions>(StringComparer.Ordinal);

    /// <summary>Requests that are bound to a place and need not be, by a name for each.</summary>
    /// <value>The default is none.</value>
    public IDictionary<string, UnboundRequestsOptions> Unbound { get; } = new Dictionary<string, UnboundRequestsOptions>(StringComparer.Ordinal);

    /// <summary>Machines that could be had instead of those that are paid for, by a name for each.</summary>
    /// <value>The default is none.</value>
    public IDictionary<string, MachineOfferOptions> Machines { get; } = new Dictionary<string, MachineOfferOptions>(StringComparer.Ordinal);

    /// <summary>Machines that do the same work, by a name for each.</summary>
    /// <value>The default is none.</value>
    public IDictionary<string, MachinePoolOptions> Pools { get; } = new Dictionary<string, MachinePoolOptions>(StringComparer.Ordinal);

    /// <summary>What a GiB of memory costs a month, in units of <see cref="CostMeteringOptions.Currency"/>: what a larger cache saves is net of it.</summary>
    /// <value>The default is <see langword="null"/>: nothing; the process has memory to spare. 0 to 1,000,000.</value>
    public decimal? MemoryPrice { get; set; }

    /// <summary>How beginnings of prompts are told.</summary>
    public PromptPrefixOptions Prompts { get; } = new();
}
