using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Protocol;

/// <summary>Single runs of the model that once served something dead, or that are too unlikely to wait for.</summary>
[Collection(SerialCollection.Name)]
public sealed class ProtocolScenarioTests
{
    private static readonly ProtocolSetup s_setup = new(
        Nodes: 2, WhenDisconnected.ServeStale, Outbox: true, SingleFlight.InProcess, OnSuperseded.Discard, MaxKeyRecords: 100, MaxPatterns: 100, InlineBytes: 0, MaxLogRecords: 10_000);

    [Fact]
    public async Task SharedRead_RemovedMeanwhileWithTheLogAway_IsNotKept() => (await RunAsync(
        s_setup,
        At(StepKind.CreateAtOnce, node: 1),
        Arm(CallKind.DataRead, CallFault.HoldAfter),
        At(StepKind.TryGet),
        At(StepKind.LogAway),
        At(StepKind.Remove),
        At(StepKind.Release),
        At(StepKind.TryGet))).Should().BeNull();

    [Fact]
    public async Task Flight_TagNamedAfterItsInvalidationWithTheLogAway_LaterCallerDoesNotGetItsValue() => (await RunAsync(
        s_setup with { Nodes = 1, WhenDisconnected = WhenDisconnected.Recompute },
        At(StepKind.LogAway),
        At(StepKind.Create, key: 3),
        new ProtocolStep(StepKind.Invalidate, 0, 0, Array.FindIndex(ModelKeys.Scopes, static s => s.Scope == CacheScope.Tag("t2"))),
        At(StepKind.Create, key: 3),
        At(StepKind.FinishFactory),
        At(StepKind.FinishFactory),
        At(StepKind.TryGet, key: 3))).Should().BeNull();

    [Fact]
    public async Task Flight_RecordOfItsRemovalLeftThisNodesMemory_LaterCallerDoesNotGetItsValue() => (await RunAsync(
        s_setup with { Nodes = 1, MaxKeyRecords = 1 },
        At(StepKind.Create),
        At(StepKind.Remove),
        At(StepKind.Remove, key: 1),
        At(StepKind.Create),
        At(StepKind.FinishFactory),
        At(StepKind.FinishFactory))).Should().BeNull();

    [Fact]
    public async Task Create_RemovalForgottenHereAndLostByTheLog_IsNotTakenFromTheSharedTier() => (await RunAsync(
        s_setup with { WhenDisconnected = WhenDisconnected.Fail, SingleFlight = SingleFlight.AcrossNodes, MaxKeyRecords = 1 },
        At(StepKind.Create, key: 3),
        At(StepKind.Create, node: 1),
        new ProtocolStep(StepKind.FinishFactory, 1, 0, 10),
        At(StepKind.Remove),
        At(StepKind.Set, key: 3),
        At(StepKind.FinishFactory),
        Advance(1_200),
        At(StepKind.LoseLog),
        At(StepKind.Create, node: 1))).Should().BeNull();

    [Fact]
    public async Task ServeStale_RemovalRetiredWhileCutOff_IsNotServedWhenCutOffAgain() => (await RunAsync(
        s_setup,
        At(StepKind.CreateAtOnce),
        Advance(1_200),
        At(StepKind.LogAway),
        At(StepKind.Remove, node: 1),
        Advance(80_000),
        At(StepKind.Sweep, node: 1),
        At(StepKind.Heal),
        Advance(1_200),
        At(StepKind.LogAway),
        Advance(3_000),
        At(StepKind.TryGet))).Should().BeNull();

    [Theory]
    [InlineData((int)CallFault.FailBefore)]
    [InlineData((int)CallFault.FailAfter)]
    [InlineData((int)CallFault.HoldBefore)]
    public async Task Remove_DataNotTouchedAndWriterDied_NobodyServesIt(int fault) => (await RunAsync(
        s_setup,
        At(StepKind.CreateAtOnce),
        Arm(CallKind.DataRemove, (CallFault)fault),
        At(StepKind.Remove),
        At(StepKind.Crash),
        At(StepKind.TryGet),
        Advance(80_000),
        At(StepKind.Sweep, node: 1),
        Advance(1_200),
        At(StepKind.Crash),
        At(StepKind.Crash, node: 1),
        At(StepKind.TryGet),
        At(StepKind.TryGet, node: 1))).Should().BeNull();

    [Fact]
    public async Task Factory_RemovedOnTheOtherNodeBeforeItsWrite_LateWriteIsNotServed() => (await RunAsync(
        s_setup,
        At(StepKind.Create),
        Arm(CallKind.DataWriteCreated, CallFault.HoldBefore),
        At(StepKind.FinishFactory),
        At(StepKind.Remove, node: 1),
        At(StepKind.Release),
        At(StepKind.TryGet, node: 1),
        At(StepKind.Crash, node: 1),
        At(StepKind.TryGet, node: 1))).Should().BeNull();

    [Fact]
    public async Task Epoch_SequencesOverlap_NothingOfTheOldOneIsRevived() => (await RunAsync(
        s_setup with { WhenDisconnected = WhenDisconnected.Fail, Outbox = false },
        At(StepKind.CreateAtOnce),
        At(StepKind.Set, key: 1, node: 1),
        At(StepKind.Remove),
        At(StepKind.LoseLog),
        At(StepKind.Set, key: 1),
        At(StepKind.TryGet),
        At(StepKind.TryGet, key: 1, node: 1),
        Advance(3_000),
        At(StepKind.TryGet),
        At(StepKind.TryGet, node: 1))).Should().BeNull();

    [Fact]
    public async Task Set_RemovedElsewhereAndForgottenBeforeItIsStored_IsNotServed() => (await RunAsync(
        s_setup with { WhenDisconnected = WhenDisconnected.Fail, Outbox = false, SingleFlight = SingleFlight.AcrossNodes, MaxKeyRecords = 1, MaxPatterns = 1, InlineBytes = 1_024, Nodes = 3 },
        At(StepKind.Arm, node: 1) with { Choice = (int)CallKind.LogRead + (10 * (int)CallFault.HoldAfter) },
        At(StepKind.Set, node: 1),
        At(StepKind.Create, node: 2, key: 1),
        At(StepKind.Set, node: 1, key: 1),
        At(StepKind.Remove, key: 1),
        At(StepKind.Set, node: 1, key: 3))).Should().BeNull();

    private static ProtocolStep At(StepKind kind, int node = 0, int key = 0) => new(kind, node, key, 0);

    private static ProtocolStep Arm(CallKind kind, CallFault fault) => new(StepKind.Arm, 0, 0, (int)kind + (10 * (int)fault));

    private static ProtocolStep Advance(int milliseconds) => new(StepKind.Advance, 0, 0, Array.IndexOf(ProtocolStep.Spans, milliseconds));

    private static async Task<string?> RunAsync(ProtocolSetup setup, params ProtocolStep[] steps)
    {
        string? violation = null;
        await PoolIdle.OnOwnThreadAsync(() => violation = ProtocolRun.Violation(setup, steps));
        return violation;
    }
}
