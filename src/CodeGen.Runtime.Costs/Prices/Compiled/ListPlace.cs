using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>Where in a price list something stands, for messages. The path is put together only when it is needed.</summary>
internal sealed record ListPlace(string Source, string Step, ListPlace? Parent = null, string? Id = null)
{
    private const int MaxName = 200;

    private string Path => Parent?.Path + Step;

    /// <summary>What people call the model or meter that the place is in.</summary>
    private string? Owner => Id ?? Parent?.Owner;

    public static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    public ListPlace Of(string name) => new(Source, "." + name, this);

    public ListPlace Of(string name, int index) => new(Source, string.Create(CultureInfo.InvariantCulture, $".{name}[{index}]"), this);

    public ListPlace Named(string id) => this with { Id = id };

    public PriceListException Wrong(string? value, string problem) =>
        new(Source, Path, value, Owner is { } owner ? $"{problem} (That of '{PriceListException.Shown(owner)}'.)" : problem);

    public string Name(string? name) => name is { Length: > 0 and <= MaxName } && !name.Any(char.IsControl)
        ? name
        : throw Wrong(name, $"a name has 1 to {MaxName} characters that can be printed.");

    /// <summary>A price as prices may be.</summary>
    public decimal Price(decimal price)
    {
        const decimal most = 1_000_000;
        const int decimals = 12;
        return price is < 0 or > most
            ? throw Wrong(Text(price), $"a price is from 0 to {most}. Write what is charged, as a positive number.")
            : Fraction.Parts(price).Scale > decimals ? throw Wrong(Text(price), $"a price has at most {decimals} decimals. Round it as the invoice does.")
            : price;
    }

    /// <summary>A time as UTC ticks.</summary>
    public (long From, long To) Span(DateTimeOffset? from, DateTimeOffset? to)
    {
        long begin = from?.UtcTicks ?? 0;
        long end = to?.UtcTicks ?? long.MaxValue;
        return begin < end ? (begin, end) : throw Of("to").Wrong(to?.ToString("O", CultureInfo.InvariantCulture), "that is not after 'from'. A period ends when the next begins.");
    }

    public long Per(long per)
    {
        const long most = 1_000_000_000;
        return per is >= 1 and <= most ? per : throw Of("per").Wrong(per.ToString(CultureInfo.InvariantCulture), $"a price is for 1 to {most} units.");
    }
}
