using CsCheck;

namespace CodeGen.Runtime.Caching.Tests.Protocol;

/// <summary>What a run of the model is set up with.</summary>
internal sealed record ProtocolSetup(
    int Nodes, WhenDisconnected WhenDisconnected, bool Outbox, SingleFlight SingleFlight, OnSuperseded OnSuperseded, int MaxKeyRecords, int MaxPatterns, int InlineBytes, int MaxLogRecords, bool HostMemory = false, ModelFreshness Freshness = ModelFreshness.None)
{
    public static readonly Gen<ProtocolSetup> Gen =
        from nodes in CsCheck.Gen.Int[1, 3]
        from disconnected in CsCheck.Gen.OneOfConst(WhenDisconnected.Fail, WhenDisconnected.ServeStale, WhenDisconnected.Recompute, WhenDisconnected.Fail)
        from outbox in CsCheck.Gen.Bool
        from flight in CsCheck.Gen.OneOfConst(SingleFlight.InProcess, SingleFlight.AcrossNodes)
        from superseded in CsCheck.Gen.OneOfConst(OnSuperseded.Discard, OnSuperseded.Recompute)
        from keyRecords in CsCheck.Gen.OneOfConst(1, 100)
        from patterns in CsCheck.Gen.OneOfConst(1, 100)
        from inline in CsCheck.Gen.OneOfConst(0, 1_024)
        from log in CsCheck.Gen.OneOfConst(8, 10_000, 10_000)
        from freshness in CsCheck.Gen.OneOfConst(ModelFreshness.None, ModelFreshness.None, ModelFreshness.Kept, ModelFreshness.Sliding)
        select new ProtocolSetup(nodes, disconnected, outbox, flight, superseded, keyRecords, patterns, inline, log, Freshness: freshness);
}
