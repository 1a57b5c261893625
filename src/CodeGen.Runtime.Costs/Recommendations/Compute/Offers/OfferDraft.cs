using System.Globalization;
using System.Text.Json.Nodes;

namespace CodeGen.Runtime.Costs;

/// <summary>The same work on machines of an offer, hour for hour.</summary>
internal static class OfferDraft
{
    /// <returns>Null where a price cannot be converted into the currency of the replay.</returns>
    public static RecommendationDraft? Of(OfferTimes one, string title, string setting, params IEnumerable<string> assumptions)
    {
        MachineTimes machines = one.Machines;
        RecommendationContext context = machines.Hours.Context;
        DailySavings savings = machines.Savings();
        foreach (var day in machines.All.GroupBy(known => machines.Hours.DayOf(known.Key.Hour)).OrderBy(static day => day.Key))
        {
            long paid = day.Sum(static known => known.Time.Paid);
            Int128 before = day.Aggregate((Int128)0, static (sum, known) => sum + known.Time.Cost);
            if (paid == 0)
            {
                continue;
            }

            if (!one.Offer.TryReplace(context, paid, day.Key, out Money after))
            {
                return null;
            }

            savings.Add(day.Key, Money.Zero(context.Currency), Money.FromPicos(before, context.Currency) - after, 0);
        }

        return new RecommendationDraft
        {
            Subject = one.Name,
            Title = title,
            Savings = savings,
            Measure = MachinePromise.Of(one.Offer.IsSameWork, machines),
            Evidence = [.. Facts(one)],
            Assumptions = [.. assumptions],
            Confidence = RecommendationConfidence.Medium,
            Configuration = RequestSnippet.Text(new JsonObject { [setting] = one.Name }),
            Claims = MachineClaims.All(machines.Machines),
        };
    }

    /// <summary>Hours and prices, which every offer rests on.</summary>
    public static IEnumerable<RecommendationFact> Facts(OfferTimes one)
    {
        MachineTimes machines = one.Machines;
        MachineOfferOptions options = one.Offer.Options;
        yield return new("machines", MachineText.Count(machines.Machines.Count));
        yield return new("machine hours paid", MachineText.Hours(machines.Paid));
        yield return new("paid for a machine hour", MachineText.PerHour(machines.Cost, machines.Paid, machines.Hours.Context.Currency));
        yield return new("price of a machine hour of the offer", Money.Of(options.PricePerHour!.Value, one.Offer.Currency).ToString());
        if (!one.Offer.IsSameWork)
        {
            yield return new("hours there for an hour of now", one.Offer.HoursForOne.ToString("0.######", CultureInfo.InvariantCulture));
        }

        yield return new("price list and benchmark", options.Evidence!);
    }
}
