using CodeGen.Runtime.TestKit;
using Xunit;

namespace CodeGen.Runtime.Contracts;

/// <summary>Every case of every contract, with ours. The peers are measured by <c>dotnet run -- --matrix</c>.</summary>
public sealed class OursKeepsContractsTests
{
    /// <summary>The cases of a contract by name.</summary>
    public static TheoryData<string> CasesOf(string contract) => [.. ContractCase.Of(contract).Select(c => $"{c.Group}.{c.Name}")];

    [SkippableTheory]
    [MemberData(nameof(CasesOf), SubjectsOf.Hybrid)]
    public Task HybridCache(string name) => RunAsync(SubjectsOf.Hybrid, name);

    [SkippableTheory]
    [MemberData(nameof(CasesOf), SubjectsOf.Distributed)]
    public Task DistributedCache(string name) => RunAsync(SubjectsOf.Distributed, name);

    [SkippableTheory]
    [MemberData(nameof(CasesOf), SubjectsOf.Invalidation)]
    public Task Invalidation(string name) => RunAsync(SubjectsOf.Invalidation, name);

    private static async Task RunAsync(string contract, string name)
    {
        ContractCase contractCase = ContractCase.Of(contract).Single(c => $"{c.Group}.{c.Name}" == name);
        if (contractCase.NeedsServer)
        {
            Requires.RedisServer();
        }

        CaseResult result = await CaseRunner.RunAsync(contractCase, SubjectsOf.Ours);
        Assert.True(result.Verdict == Verdict.Passed, $"{contractCase.Title}: {result.Reason}{Environment.NewLine}{result.Exception}");
    }
}
