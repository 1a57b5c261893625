using System.Globalization;
using System.Text.Json;
using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Price;

/// <summary>
/// Fees of cases are named by what is measured and what the price is for: <c>requestPer1k</c> is for 1,000 <c>requests</c>, <c>runtimePerHour</c> for an hour of <c>runtimeSeconds</c>, <c>perSecond</c> for a
/// second of whatever was measured.
/// </summary>
internal static class CaseFees
{
    private const string TokenHours = "TokenHours";

    private static readonly (string Suffix, long Ticks)[] s_times = [("Seconds", TimeSpan.TicksPerSecond), ("Minutes", TimeSpan.TicksPerMinute), ("Hours", TimeSpan.TicksPerHour)];

    private static readonly (string Suffix, string Unit, long Per)[] s_suffixes =
    [
        ("1M", "call", 1_000_000), ("1m", "call", 1_000_000), ("Million", "call", 1_000_000), ("1k", "call", 1_000), ("1K", "call", 1_000), ("Thousand", "call", 1_000),
        ("1MTokenHours", "tokenHour", 1_000_000), ("1MTokenHour", "tokenHour", 1_000_000), ("TokenHour", "tokenHour", 1),
        ("Hour", "hour", 1), ("Minute", "minute", 1), ("Second", "second", 1),
    ];

    public static PriceFee Read(JsonProperty fee)
    {
        decimal price = decimal.Parse(fee.Value.ToString(), CultureInfo.InvariantCulture);
        int per = Split(fee.Name);
        string what = per < 0 ? "" : fee.Name[(per + 3)..];
        foreach ((string suffix, string unit, long units) in s_suffixes)
        {
            if (what == suffix)
            {
                return new() { Name = fee.Name, Unit = unit, Per = units, Price = price };
            }
        }

        return new() { Name = fee.Name, Price = price };
    }

    /// <summary>The fee of a case that is for a measured quantity.</summary>
    public static PriceFee? Match(string measured, bool only, IReadOnlyList<PriceFee> fees) =>
        fees.FirstOrDefault(fee => Alike(What(fee.Name), measured)) ?? (only ? fees.FirstOrDefault(static fee => What(fee.Name).Length == 0) : null);

    /// <summary>A quantity as the API takes it, and what it is of.</summary>
    public static (string Name, MeterQuantity Quantity) Quantity(string measured, decimal value) =>
        Array.Find(s_times, time => IsTime(measured, time.Suffix)) is { Suffix: not null } time
            ? (Stem(measured), TimeSpan.FromTicks((long)(value * time.Ticks)))
            : (Stem(measured), value);

    private static string What(string fee) => Split(fee) is >= 0 and int per ? fee[..per] : fee;

    private static int Split(string fee)
    {
        int per = fee.LastIndexOf("Per", StringComparison.Ordinal);
        return per < 0 && fee.StartsWith("per", StringComparison.Ordinal) ? 0 : per;
    }

    private static bool Alike(string fee, string measured) => fee.Length > 0 && Stem(fee).Equals(Stem(measured), StringComparison.OrdinalIgnoreCase);

    private static bool IsTime(string measured, string suffix) =>
        measured.EndsWith(suffix, StringComparison.Ordinal) && !measured.EndsWith(TokenHours, StringComparison.Ordinal);

    private static string Stem(string name)
    {
        foreach (string suffix in s_times.Select(static time => time.Suffix).Prepend(TokenHours))
        {
            if (name.EndsWith(suffix, StringComparison.Ordinal))
            {
                return name[..^suffix.Length];
            }
        }

        return name.EndsWith("ches", StringComparison.Ordinal) ? name[..^2] : name.TrimEnd('s');
    }
}
