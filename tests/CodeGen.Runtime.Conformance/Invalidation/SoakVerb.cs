namespace CodeGen.Runtime.Conformance.Invalidation;

/// <summary>The invalidation run for long, with faults at a pace of operations, and an eye on what the processes hold.</summary>
internal static class SoakVerb
{
    public static Verb Verb { get; } = new(
        "soak",
        "as invalidation, for long, with a fault each minute; memory and handles of each process have to stay flat",
        InvalidationVerb.Options(seconds: "1800", seed: "1", redis: "start", pause: "60000"),
        static (arguments, report) => InvalidationVerb.RunAsync(arguments, report, "soak", watch: true));
}
