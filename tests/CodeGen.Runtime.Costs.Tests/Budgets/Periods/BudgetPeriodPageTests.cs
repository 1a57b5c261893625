using System.Globalization;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>The table of docs/budgets.md is what the code does. Its starts and ends were computed by another implementation of the zones.</summary>
public sealed class BudgetPeriodPageTests
{
    private const string Heading = "## Windows at the edges";

    public static TheoryData<string, string, string, string, string, string, string> Rows
    {
        get
        {
            var data = new TheoryData<string, string, string, string, string, string, string>();
            foreach (string line in Page().SkipWhile(static line => line != Heading).Skip(1).TakeWhile(static line => !line.StartsWith('#')).Where(static line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1))
            {
                string[] cells = [.. line.Split('|').Skip(1).Select(static cell => cell.Trim().Trim('`'))];
                data.Add(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6]);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void TryGetWindow_RowOfThePage_IsWhatItSays(string period, string zone, string at, string id, string from, string to, string hours)
    {
        BudgetPeriod made = period switch
        {
            "day" => BudgetPeriod.Daily(zone),
            "week from Monday" => BudgetPeriod.Weekly(zone),
            "week from Sunday" => BudgetPeriod.Weekly(zone, DayOfWeek.Sunday),
            "month" => BudgetPeriod.Monthly(zone),
            "quarter" => BudgetPeriod.Quarterly(zone),
            "year" => BudgetPeriod.Yearly(zone),
            "fiscal year from April" => BudgetPeriod.FiscalYear(4, zone),
            "rolling 24 h" => BudgetPeriod.Rolling(TimeSpan.FromHours(24)),
            _ => throw new FormatException(period),
        };
        made.TryGetWindow(Instant(at), out BudgetWindow window).Should().BeTrue();
        window.Should().Be(new BudgetWindow(id, Instant(from), Instant(to)));
        (window.End - window.Start).TotalHours.Should().Be(double.Parse(hours, CultureInfo.InvariantCulture));
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static string[] Page()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string page = Path.Combine(folder.FullName, "docs", "budgets.md");
            if (File.Exists(page))
            {
                return File.ReadAllLines(page);
            }
        }

        throw new FileNotFoundException("docs/budgets.md is in no folder above the tests.");
    }
}
