using CodeGen.Runtime.TestKit;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Budgets;

/// <summary>Owner and policy speak of the same hold, and the server loses what it heard: the owner's word is counted once, and the policy's only where the owner has none.</summary>
[Collection(ServersCollection.Name)]
public sealed class LastWordTests(ServersFixture servers)
{
    [SkippableTheory]
    [InlineData("Wait Resolve Say")]
    [InlineData("Wait Save Resolve FailOver Say")]
    [InlineData("Wait Save Resolve FailOver WakePolicy Say")]
    [InlineData("Wait Save Resolve FailOver WakeOwner WakePolicy Say")]
    [InlineData("Wait Resolve Flush Say")]
    [InlineData("Wait Resolve Flush WakePolicy Say")]
    public Task Resolution_IsLost_GivesWayToWhatTheOwnerSays(string acts) => RunAsync(acts);

    [SkippableTheory]
    [InlineData("Wait Save Say FailOver Resolve")]
    [InlineData("Wait Save Say FailOver WakePolicy Resolve")]
    [InlineData("Wait Save Say FailOver WakeOwner Resolve")]
    [InlineData("Save Say Wait FailOver Resolve")]
    [InlineData("Save Say Wait FailOver RestartOwner Resolve")]
    [InlineData("Save Say Wait FailOver RestartOwner WakeOwner Resolve")]
    public Task Word_IsLost_IsNotResolvedBeforeItsOwnerIsBack(string acts) => RunAsync(acts);

    [SkippableTheory]
    [InlineData("Wait Save Resolve Say FailOver WakeOwner")]
    [InlineData("Wait Save Resolve Say FailOver WakePolicy Resolve")]
    [InlineData("Wait Resolve Save Say FailOver WakePolicy")]
    [InlineData("Wait Save Resolve FailOver Say FailOver WakePolicy")]
    [InlineData("Wait Save Resolve FailOver Say Save Flush WakePolicy FailOver WakePolicy")]
    [InlineData("Wait Resolve Flush Say Save WakePolicy Flush WakeOwner WakePolicy FailOver WakePolicy")]
    public Task Both_AreLost_ComeTogetherAgain(string acts) => RunAsync(acts);

    [SkippableTheory]
    [InlineData("Wait Resolve RestartOwner Flush Say")]
    [InlineData("Wait Resolve RestartPolicy Flush Say")]
    [InlineData("Wait Resolve RestartOwner RestartPolicy Flush WakePolicy Say")]
    [InlineData("Wait Save Resolve FailOver Say RestartOwner Flush WakePolicy")]
    [InlineData("Wait Save Resolve FailOver Say RestartPolicy WakePolicy RestartPolicy Flush WakeOwner")]
    [InlineData("Wait Save Resolve Say RestartOwner RestartPolicy FailOver WakePolicy WakeOwner")]
    public Task Processes_StartAgainInBetween_HaveTheirWordsInTheirLedgers(string acts) => RunAsync(acts);

    [SkippableTheory]
    [InlineData("Wait ResolveAndDie Say")]
    [InlineData("Wait ResolveAndDie Say WakePolicy")]
    [InlineData("Wait Save ResolveAndDie FailOver Say")]
    [InlineData("Wait Save ResolveAndDie Say FailOver WakeOwner WakePolicy")]
    [InlineData("Wait Save ResolveAndDie Say FailOver WakePolicy WakeOwner")]
    [InlineData("Wait SayAndDie Flush Resolve")]
    [InlineData("Wait Save Resolve FailOver SayAndDie")]
    [InlineData("Wait Save Resolve SayAndDie FailOver WakeOwner")]
    [InlineData("Wait Save ResolveAndDie SayAndDie FailOver WakePolicy")]
    [InlineData("Wait ResolveAndDie Say Flush WakePolicy RestartPolicy WakeOwner")]
    public Task Processes_EndBeforeTheyHaveWrittenItDown_AreCountedOnce(string acts) => RunAsync(acts);

    private async Task RunAsync(string acts)
    {
        string address = (await servers.GetAsync(ServerKind.Redis)).ConnectionString;
        foreach (LastWordHold kind in Enum.GetValues<LastWordHold>())
        {
            await LastWordWorld.RunAsync(address, kind, [.. acts.Split(' ').Select(Enum.Parse<LastWordAct>)]);
        }
    }
}
