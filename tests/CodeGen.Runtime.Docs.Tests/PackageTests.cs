using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Docs.Tests;

/// <summary>Packs the packages and uses them as a reader does who begins with an empty project.</summary>
public sealed class PackageTests(PackageFeed feed) : IClassFixture<PackageFeed>
{
    /// <summary>With prices of its own, so that nothing changes when published ones do.</summary>
    private const string Costs = """
        using System.Text;
        using CodeGen.Runtime.Costs;
        using Microsoft.Extensions.DependencyInjection;

        string data = Directory.CreateTempSubdirectory("codegen-package-").FullName;
        byte[] prices = Encoding.UTF8.GetBytes("{\"models\":[{\"id\":\"m1\",\"prices\":[{\"cards\":[{\"rates\":{\"input\":\"1\",\"output\":\"5\"}}]}]}]}");
        var services = new ServiceCollection();
        services.AddCodeGenRuntime()
            .ConfigureCosts(o => o.LedgerPath = Path.Combine(data, "ledger"))
            .Costs.AddBudget("team", b => b.Scope("project", "p42").Monthly(500m).Enforce())
            .ConfigurePrices(o => o.Host = PriceList.Parse(prices, "prices"))
            .UsePostgreSql("Host=nowhere.invalid;Database=costs");
        await using (ServiceProvider provider = services.BuildServiceProvider())
        {
            var tracker = provider.GetRequiredService<ICostTracker>();
            var budgets = provider.GetRequiredService<IBudgets>();
            var attribution = new CostAttribution { Project = "p42" };
            CostUse use = CostUse.Model(new ServedModel("m1"), new ModelUsage { InputTokens = 2_000, OutputTokens = 100 });
            Console.WriteLine($"tracked {tracker.Track(use, new CostTerms { Attribution = attribution })}");
            await using (BudgetHold hold = await budgets.ReserveAsync(tracker.Estimate(use), attribution))
            {
                Console.WriteLine($"settled {await tracker.SettleAsync(hold, use)}");
            }

            Console.WriteLine($"budget {(await budgets.GetStatusAsync("team"))!.Committed}");
            var reports = provider.GetRequiredService<ICostReports>();
            DateTimeOffset now = DateTimeOffset.UtcNow;
            CostReport report = await reports.ReportAsync(r => r.Last(TimeSpan.FromHours(1)).GroupBy("project", "model"));
            Console.WriteLine($"reported {report.Groups.Count}, whole {report.IsWhole}");
            await using var csv = new FocusCsvWriter(new MemoryStream());
            FocusExport export = await reports.WriteFocusAsync(csv, now.Year, now.Month);
            Console.WriteLine($"exported {string.Join(", ", export.LedgerCost)}");
            var parquet = new MemoryStream();
            await new FocusParquetWriter(parquet).DisposeAsync();
            Console.WriteLine($"parquet {parquet.ToArray() is [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..]}");
            Console.WriteLine($"postgresql {provider.GetRequiredService<IPostgreSqlCosts>() is not null}");
        }

        Directory.Delete(data, recursive: true);
        """;

    [Fact]
    public void ReadmeExample_OnlyThePackageAdded_PrintsWhatTheReadmeShows()
    {
        IReadOnlyList<CodeBlock> blocks = MarkdownPage.Of("README.md").Blocks;
        CodeBlock example = blocks.First(static block => block.Info == "csharp");
        string shown = blocks.SkipWhile(block => block != example).First(static block => block.Info == "text").Text;

        feed.Run("readme", example.Text, "CodeGen.Runtime").Should().Be(shown);
    }

    [Fact]
    public void Costs_WithTheSidePackages_AreTrackedBudgetedReportedAndExported() =>
        feed.Run("costs", Costs, "CodeGen.Runtime", "CodeGen.Runtime.Costs.PostgreSql", "CodeGen.Runtime.Costs.Parquet").Should().Be(
            "tracked 0.0025 USD\nsettled 0.0025 USD\nbudget 0.005 USD\nreported 1, whole True\nexported 0.005 USD\nparquet True\npostgresql True\n");
}
