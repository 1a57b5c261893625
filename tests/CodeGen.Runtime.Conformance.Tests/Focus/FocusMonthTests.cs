using CodeGen.Runtime.Conformance.Focus;
using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Tests.Focus;

/// <summary>What the writer writes breaks no published rule.</summary>
public sealed class FocusMonthTests
{
    [Fact]
    public async Task Evaluate_AWholeMonth_BreaksNoRule()
    {
        FocusRow[] rows = [.. FocusMonth.Rows(seed: 42)];

        (FocusCsv file, IReadOnlyList<Money> billed) = await WriteAsync(rows);
        IReadOnlyList<RuleVerdict> verdicts = FocusEvaluator.Evaluate(file, RuleBook.Embedded());

        rows.Should().HaveCountGreaterThan(5_000);
        file.Rows.Should().HaveCount(rows.Length);
        verdicts.Should().HaveCount(621);
        verdicts.Where(static v => v.Failed).Select(static v => $"{v.Rule.Id}: {v.Rule.Text} {v.Broken} of {v.Judged}, {v.First}").Should().BeEmpty();
        verdicts.Count(static v => v.Passed).Should().Be(216);
        foreach (Money sum in billed)
        {
            IEnumerable<FocusRecord> ofCurrency = file.Rows.Where(row => file.Cell(row, "BillingCurrency") == sum.Currency.Code);
            ofCurrency.Aggregate(default(ExactNumber), (total, row) => total + Number(file.Cell(row, "BilledCost")!)).CompareTo(Number(sum.ToString("0.############", null).Split(' ')[0])).Should().Be(0);
        }
    }

    [Fact]
    public async Task Evaluate_EveryColumnOfTheWriter_IsOfTheSpecificationAndHasRules()
    {
        (FocusCsv file, _) = await WriteAsync(FocusMonth.Rows(seed: 1).Take(1));

        file.Columns.Keys.Should().BeSubsetOf(RuleBook.Embedded().Rules.Where(static r => r.Entity == "Column").Select(static r => r.Reference));
        file.Columns.Keys.Should().BeInAscendingOrder(StringComparer.Ordinal);
    }

    private static async Task<(FocusCsv File, IReadOnlyList<Money> Billed)> WriteAsync(IEnumerable<FocusRow> rows)
    {
        using var stream = new MemoryStream();
        IReadOnlyList<Money> billed;
        await using (var writer = new FocusCsvWriter(stream))
        {
            foreach (FocusRow row in rows)
            {
                await writer.WriteAsync(row);
            }

            billed = writer.BilledCost;
        }

        stream.Position = 0;
        return (FocusCsv.Read(stream), billed);
    }

    private static ExactNumber Number(string text) => ExactNumber.TryParse(text, out ExactNumber number) ? number : throw new FormatException($"'{text}' is no number.");
}
