using CodeGen.Runtime.TestKit;
using CsCheck;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Budgets;

/// <summary>After any sequence of words, losses, deaths and starts, a hold came to the last word of its owner, or to that of the policy where the owner has said nothing; and the server says what the ledgers say.</summary>
[Collection(ServersCollection.Name)]
public sealed class LastWordModelTests(ServersFixture servers)
{
    private static readonly Gen<LastWordAct> s_acts = Gen.OneOfConst([.. Enum.GetValues<LastWordAct>().Where(static act => act != LastWordAct.Wait)]);

    [SkippableFact]
    public async Task AnySequence_OfOwnerAndPolicy_ComesToTheLastWordOnce()
    {
        string address = (await servers.GetAsync(ServerKind.Redis)).ConnectionString;
        await Gen.Select(Gen.Enum<LastWordHold>(), s_acts.Array[0, 3], s_acts.Array[1, 9]).SampleAsync(
            (kind, before, after) => LastWordWorld.RunAsync(address, kind, [.. before, LastWordAct.Wait, .. after]), iter: 100, threads: 2);
    }
}
