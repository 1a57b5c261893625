using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>Reads the <c>when</c> of cards and multipliers. A name that is not known is refused: a condition that is overlooked would be a wrong price.</summary>
internal static class ConditionReader
{
    private const string Known = "tier, speed, geo, hours, inputTokensOver, inputTokensAtLeast";

    public static PriceCondition Read(JsonPlace when)
    {
        IReadOnlyList<string> tiers = [];
        IReadOnlyList<string> speeds = [];
        IReadOnlyList<string> geos = [];
        DailyWindow? hours = null;
        long? over = null;
        long? least = null;
        foreach (JsonPlace property in when.Properties())
        {
            switch (property.Name)
            {
                case "tier":
                    tiers = property.Texts();
                    break;
                case "speed":
                    speeds = property.Texts();
                    break;
                case "geo":
                    geos = property.Texts();
                    break;
                case "hours":
                    hours = Hours(property);
                    break;
                case "inputTokensOver":
                    over = property.Whole();
                    break;
                case "inputTokensAtLeast":
                    least = property.Whole();
                    break;
                default:
                    property.Unknown(Known);
                    break;
            }
        }

        return new() { Tiers = tiers, Speeds = speeds, Geos = geos, Hours = hours, InputTokensOver = over, InputTokensAtLeast = least };
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
