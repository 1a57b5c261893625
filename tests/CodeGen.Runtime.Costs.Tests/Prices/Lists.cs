using System.Text;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Short ways to say prices.</summary>
internal static class Lists
{
    public static readonly DateTimeOffset Day = new(2026, 8, 20, 0, 0, 0, TimeSpan.Zero);

    public static PriceList Parse(string json) => PriceList.Parse(Encoding.UTF8.GetBytes(json), "test.json");

    /// <summary>A list of one model <c>m</c> with these cards, and whatever else.</summary>
    public static PriceList Cards(string cards, string more = "") => Parse($$"""{"models":[{"id":"m","prices":[{"cards":{{cards}}}]{{more}}}]}""");

    public static PriceBook Book(PriceList host, UnknownModelPolicy policy = UnknownModelPolicy.Reject) => new(new() { Host = host, UseCatalogue = false, UnknownModels = policy });

    public static PriceBook Book(string cards, string more = "", UnknownModelPolicy policy = UnknownModelPolicy.Reject) => Book(Cards(cards, more), policy);

    public static decimal Cost(this PriceBook book, ModelUsage usage, Func<ServedModel, ServedModel>? served = null)
    {
        ServedModel model = new("m") { At = Day };
        return book.Price(served is null ? model : served(model), usage).Amount.ToDecimal();
    }
}
