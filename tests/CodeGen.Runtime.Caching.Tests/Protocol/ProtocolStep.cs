using CsCheck;

namespace CodeGen.Runtime.Caching.Tests.Protocol;

/// <summary>One step of a run. Numbers are taken modulo whatever they choose from, so every sequence of steps makes sense, also a shortened one.</summary>
internal sealed record ProtocolStep(StepKind Kind, int Node, int Key, int Choice)
{
    public static readonly int[] Spans = [50, 300, 700, 1_200, 3_000, 12_000, 35_000, 80_000, 150_000];

    private static readonly Gen<StepKind> s_kind = CsCheck.Gen.Frequency(
        (10, CsCheck.Gen.Const(StepKind.Create)),
        (4, CsCheck.Gen.Const(StepKind.CreateAtOnce)),
        (8, CsCheck.Gen.Const(StepKind.FinishFactory)),
        (1, CsCheck.Gen.Const(StepKind.FailFactory)),
        (2, CsCheck.Gen.Const(StepKind.LeaveRead)),
        (6, CsCheck.Gen.Const(StepKind.TryGet)),
        (4, CsCheck.Gen.Const(StepKind.Set)),
        (4, CsCheck.Gen.Const(StepKind.Remove)),
        (5, CsCheck.Gen.Const(StepKind.Invalidate)),
        (6, CsCheck.Gen.Const(StepKind.Deliver)),
        (3, CsCheck.Gen.Const(StepKind.DeliverAll)),
        (1, CsCheck.Gen.Const(StepKind.DropBell)),
        (1, CsCheck.Gen.Const(StepKind.DuplicateBell)),
        (5, CsCheck.Gen.Const(StepKind.Advance)),
        (6, CsCheck.Gen.Const(StepKind.Arm)),
        (5, CsCheck.Gen.Const(StepKind.Release)),
        (2, CsCheck.Gen.Const(StepKind.LogAway)),
        (1, CsCheck.Gen.Const(StepKind.DataAway)),
        (3, CsCheck.Gen.Const(StepKind.Heal)),
        (1, CsCheck.Gen.Const(StepKind.ClockJump)),
        (1, CsCheck.Gen.Const(StepKind.LoseLog)),
        (1, CsCheck.Gen.Const(StepKind.LoseData)),
        (1, CsCheck.Gen.Const(StepKind.Crash)),
        (2, CsCheck.Gen.Const(StepKind.Sweep)));

    public static readonly Gen<ProtocolStep> Gen = CsCheck.Gen.Select(s_kind, CsCheck.Gen.Int[0, 2], CsCheck.Gen.Int[0, ModelKeys.Count - 1], CsCheck.Gen.Int[0, 39])
        .Select(static t => new ProtocolStep(t.Item1, t.Item2, t.Item3, t.Item4));

    public override string ToString() => Kind switch
    {
        StepKind.Invalidate => $"{Kind} {ModelKeys.Scopes[Choice % ModelKeys.Scopes.Length].Scope} on node {Node}",
        StepKind.Advance => $"{Kind} {Spans[Choice % Spans.Length]} ms",
        StepKind.Arm => $"{Kind} {(CallKind)(Choice % 10)} with {(CallFault)(Choice / 10)} on node {Node}",
        StepKind.Create or StepKind.CreateAtOnce or StepKind.TryGet or StepKind.Set or StepKind.Remove => $"{Kind} key {Key} on node {Node}",
        StepKind.FinishFactory or StepKind.FailFactory or StepKind.LeaveRead or StepKind.Deliver or StepKind.DropBell or StepKind.DuplicateBell => $"{Kind} #{Choice} (node {Node})",
        _ => $"{Kind} node {Node}",
    };
}
