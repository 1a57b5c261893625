using System.Text;
using CodeGen.Runtime.Conformance.Anomalies;
using CodeGen.Runtime.Conformance.Budgets;
using CodeGen.Runtime.Conformance.Focus;
using CodeGen.Runtime.Conformance.Forecasts;
using CodeGen.Runtime.Conformance.Invalidation;
using CodeGen.Runtime.Conformance.Latency;
using CodeGen.Runtime.Conformance.Ledger;
using CodeGen.Runtime.Conformance.Outage;
using CodeGen.Runtime.Conformance.PostgreSql;
using CodeGen.Runtime.Conformance.Price;
using CodeGen.Runtime.Conformance.Projections;
using CodeGen.Runtime.Conformance.Recommendations;
using CodeGen.Runtime.Conformance.Reuse;
using CodeGen.Runtime.Conformance.Scopes;
using CodeGen.Runtime.Conformance.Stampede;

namespace CodeGen.Runtime.Conformance;

/// <summary>What the runner can do, and what it does when it is its own child.</summary>
internal static class Verbs
{
    public static readonly VerbOption Redis = new(
        "redis", "CONN|start|embedded", null, "host:port of a server on this machine, 'start' for a redis-server of its own, 'embedded' for one in the process");

    private static readonly Verb[] All =
    [
        InvalidationVerb.Verb, SoakVerb.Verb, LatencyVerb.Verb, StampedeVerb.Verb, OutageVerb.Verb, ScopeVerb.Verb, PriceVerb.Verb, FocusVerb.Verb, LedgerTortureVerb.Verb,
        PostgreSqlFeedVerb.Verb, TortureVerb.Verb, ForecastVerb.Verb, AnomalyVerb.Verb, ProjectionVerb.Verb, RecommendationVerb.Verb, ReuseVerb.Verb,
    ];

    /// <summary>What child processes run; not for users.</summary>
    public static IReadOnlyDictionary<string, Func<Arguments, Task<int>>> Nodes { get; } = new Dictionary<string, Func<Arguments, Task<int>>>
    {
        [InvalidationNode.Name] = InvalidationNode.RunAsync,
        [LatencyNode.Name] = LatencyNode.RunAsync,
        [StampedeNode.Name] = StampedeNode.RunAsync,
        [OutageNode.Name] = OutageNode.RunAsync,
        [ScopeNode.Name] = ScopeNode.RunAsync,
        [LedgerTortureNode.Name] = LedgerTortureNode.RunAsync,
        [TortureNode.Name] = TortureNode.RunAsync,
    };

    public static Verb Find(string name) =>
        Array.Find(All, v => v.Name == name) ?? throw new UsageException($"There is no verb '{name}'.\n\n{Usage()}");

    public static string Usage()
    {
        var text = new StringBuilder("usage: CodeGen.Runtime.Conformance VERB [--option VALUE]...\n\n");
        foreach (Verb verb in All)
        {
            text.Append(verb.Usage()).Append('\n');
        }

        return text.Append("The last line of the output is 'N passed, N failed'; the exit code is 0 only when none failed, 2 when the call was wrong.").ToString();
    }
}
