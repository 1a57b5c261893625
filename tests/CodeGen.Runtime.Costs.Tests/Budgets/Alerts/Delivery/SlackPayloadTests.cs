using System.Net;
using System.Text.Json;
using CsCheck;
using FluentAssertions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>What Slack gets: within its limits, and without anything that a value could start.</summary>
public sealed class SlackPayloadTests
{
    private readonly FakeTimeProvider _time = AlertHost.Clock();

    [Fact]
    public async Task Raise_ToSlack_HasATextAndBlocks()
    {
        await using AlertReceiver receiver = await AlertReceiver.StartAsync(_time);
        await using var host = new AlertHost(_time, o => o.Slack["chat"] = new AlertSlackOptions { Url = receiver.Url, AllowHttp = true });
        await host.StartAsync();
        await host.RaiseAsync();
        ReceivedAlert alert = await receiver.NextAsync();
        receiver.Problems.Should().BeEmpty();
        alert.Id.Should().BeNull("Slack knows no such header");
        alert.Json.GetProperty("text").GetString().Should().Be("Budget team has reached 80 % of its limit in 2026-03: 400.0375 USD of 500 USD.");
        alert.Json.GetProperty("blocks").EnumerateArray().Select(static block => block.GetProperty("type").GetString()).Should().Equal("section", "section", "context");
        alert.Json.GetProperty("blocks")[1].GetProperty("fields").EnumerateArray().Select(static field => field.GetProperty("text").GetString()).Should().Equal(
            "*Booked*\n400.0375 USD", "*Limit*\n500 USD", "*Window*\n2026-03", "*From, until*\n2026-03-01 00:00:00, 2026-04-01 00:00:00");
        alert.Json.GetProperty("blocks")[0].GetProperty("text").EnumerateObject().Select(static p => p.ToString()).Should().Contain("\"type\":\"mrkdwn\"").And.Contain("\"verbatim\":true");
    }

    [Fact]
    public async Task Raise_AForecastToSlack_SaysHowLikelyAndWhen()
    {
        await using AlertReceiver receiver = await AlertReceiver.StartAsync(_time);
        await using var host = new AlertHost(_time, o => o.Slack["chat"] = new AlertSlackOptions { Url = receiver.Url, AllowHttp = true });
        await host.StartAsync();
        await host.ForecastAsync();
        ReceivedAlert alert = await receiver.NextAsync();
        alert.Json.GetProperty("text").GetString().Should().Be("Budget team is expected to pass its limit in 2026-03, 91 % likely: 612.5 USD of 500 USD, about 2026-03-24 07:00:00 UTC.");
        alert.Json.GetProperty("blocks")[0].GetProperty("text").GetProperty("text").GetString().Should().Be("Budget *team* is expected to pass its limit, *91 %* likely.");
        alert.Json.GetProperty("blocks")[1].GetProperty("fields").EnumerateArray().Select(static field => field.GetProperty("text").GetString()).Should().Equal(
            "*Booked*\n300.25 USD", "*Limit*\n500 USD", "*Window*\n2026-03", "*From, until*\n2026-03-01 00:00:00, 2026-04-01 00:00:00", "*Expected in all*\n612.5 USD",
            "*Limit is passed*\n2026-03-24 07:00:00 (2026-03-22 10:00:00 to 2026-03-28 19:00:00)");
    }

    [Fact]
    public void Of_AnyNames_StaysWithinLimitsAndEscapes() =>
        Gen.Select(Gen.OneOf(Gen.String, Gen.String["<>&!@#\n\u0007𝒳é"].Array[0, 900].Select(static parts => string.Concat(parts))), Gen.String).Sample((budget, window) =>
        {
            var alert = new BudgetAlert(budget, new BudgetWindow(window, BudgetHost.Start, BudgetHost.Start), 0.5m, BudgetHost.Usd(1), BudgetHost.Usd(1), BudgetHost.Start);
            JsonElement json = JsonSerializer.SerializeToElement(SlackPayload.Of(alert, EventId.Create(0, 0)), AlertJson.Default.SlackPayload);
            json.GetProperty("text").GetString()!.Length.Should().BeLessThan(4_000);
            foreach (JsonElement block in json.GetProperty("blocks").EnumerateArray())
            {
                IEnumerable<JsonElement> texts = block.TryGetProperty("text", out JsonElement text) ? [text]
                    : block.TryGetProperty("fields", out JsonElement fields) ? fields.EnumerateArray() : block.GetProperty("elements").EnumerateArray();
                texts.Should().HaveCountLessThanOrEqualTo(10).And.OnlyContain(static t => t.GetProperty("text").GetString()!.Length <= 2_000);
            }

            json.GetProperty("text").GetString().Should().NotContainAny("<", ">", "\n").And.NotMatchRegex("&(?!amp;|lt;|gt;)");
        });

    [Theory]
    [InlineData("<!channel> & <https://x|y>", 100, "&lt;!channel&gt; &amp; &lt;https://x|y&gt;")]
    [InlineData("a\nb\rc\u0007d", 100, "a b c d")]
    [InlineData("&&&", 11, "&amp;&amp;…")]
    [InlineData("&&&", 10, "&amp;…")]
    [InlineData("ab𝒳d", 4, "ab…")]
    public void Escape_Text_IsCutBetweenCharacters(string text, int most, string expected)
    {
        SlackText.Escape(text, most).Should().Be(expected);
        WebUtility.HtmlDecode(SlackText.Escape(text, 1_000)).Should().NotContainAny("\n", "\r");
    }

    [Fact]
    public void Escape_HalfACharacter_IsReplaced() => SlackText.Escape("a\ud835b", 10).Should().Be("a\ufffdb");
}
