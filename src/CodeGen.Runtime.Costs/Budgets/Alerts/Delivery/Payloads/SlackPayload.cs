using System.Globalization;
using System.Text.Json.Serialization;

namespace CodeGen.Runtime.Costs;

/// <summary>The body for an incoming webhook of Slack: a text for notifications, and blocks.</summary>
internal sealed record SlackPayload(string Text, IReadOnlyList<SlackPayload.Block> Blocks)
{
    /// <summary>Slack's limits: 3,000 characters for the text of a section, 2,000 for one of its fields. Each text here has two values at most, so half of that holds.</summary>
    private const int MostOfValue = 900;

    public static SlackPayload Of(BudgetAlert alert, EventId id)
    {
        string budget = Value(alert.Budget);
        string window = Value(alert.Window.Id);
        string committed = Value(alert.Committed.ToString());
        string limit = Value(alert.Limit.ToString());
        var fields = new List<TextObject>
        {
            Markdown($"*Booked*\n{committed}"),
            Markdown($"*Limit*\n{limit}"),
            Markdown($"*Window*\n{window}"),
            Markdown($"*From, until*\n{Instant(alert.Window.Start)}, {Instant(alert.Window.End)}"),
        };
        string threshold = $"{AlertNumbers.Of(alert.Threshold * 100)} %";
        (string plain, string bold) = ($"Budget {budget} has reached {threshold} of its limit in {window}: {committed} of {limit}.", $"Budget *{budget}* has reached *{threshold}* of its limit.");
        if (alert.Forecast is { } forecast)
        {
            string probability = $"{AlertNumbers.Of(Math.Floor((decimal)forecast.Probability * 100))} %";
            string expected = Value(forecast.ExpectedCost.ToString());
            plain = $"Budget {budget} is expected to pass its limit in {window}, {probability} likely: {expected} of {limit}, about {Instant(forecast.Expected)} UTC.";
            bold = $"Budget *{budget}* is expected to pass its limit, *{probability}* likely.";
            fields.Add(Markdown($"*Expected in all*\n{expected}"));
            fields.Add(Markdown($"*Limit is passed*\n{Instant(forecast.Expected)} ({Instant(forecast.Early)} to {Instant(forecast.Late)})"));
        }

        return new SlackPayload(
            plain,
            [
                new Block("section") { Text = Markdown(bold) },
                new Block("section") { Fields = fields },
                new Block("context") { Elements = [Markdown($"{Instant(alert.At)} UTC, alert {id}")] },
            ]);
    }

    private static string Value(string text) => SlackText.Escape(text, MostOfValue);

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static TextObject Markdown(string text) => new("mrkdwn", text, Verbatim: true);

    internal sealed record Block(string Type)
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public TextObject? Text { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<TextObject>? Fields { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<TextObject>? Elements { get; init; }
    }

    /// <summary>Verbatim: names and URLs in the text do not become mentions and links.</summary>
    internal sealed record TextObject(string Type, string Text, bool Verbatim);
}
