using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>Reads the <c>when</c> of cards and multipliers.</summary>
internal static class ConditionReader
{
    public static PriceCondition Read(JsonPlace when)
    {
        var fields = JsonFields.Of(when, "tier", "speed", "geo", "hours", "inputTokensOver", "inputTokensAtLeast");
        return new()
        {
            Tiers = fields["tier"]?.Texts() ?? [],
            Speeds = fields["speed"]?.Texts() ?? [],
            Geos = fields["geo"]?.Texts() ?? [],
            Hours = fields["hours"] is { } hours ? Hours(hours) : null,
            InputTokensOver = fields["inputTokensOver"]?.Whole(),
            InputTokensAtLeast = fields["inputTokensAtLeast"]?.Whole(),
        };
    }

    private static DailyWindow Hours(JsonPlace hours)
    {
        string text = hours.Text();
        return text.Split('-') is [var from, var to] && Time(from) is { } begin && Time(to) is { } end && begin != end
            ? new(begin, end)
            : throw hours.Wrong("those are not hours of the day. Write two times in UTC such as \"16:30-00:30\".");
    }

    private static TimeOnly? Time(string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time) ? time : null;
}
