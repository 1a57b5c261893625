using CodeGen.Runtime.Conformance.Focus;

namespace CodeGen.Runtime.Conformance.Tests.Focus;

/// <summary>What is written from a ledger breaks no rule and comes to the ledger.</summary>
public sealed class LedgerFilesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task JudgeAsync_ALedgerOfAllKindsOfCharges_BreaksNothing(int seed)
    {
        var report = new Report();

        await LedgerFiles.JudgeAsync(charges: 1_500, seed, RuleBook.Embedded(), report);

        report.Failed.Should().Be(0);
    }
}
