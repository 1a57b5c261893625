using System.Diagnostics.CodeAnalysis;

namespace CodeGen.Runtime.Costs;

/// <summary>What was used, before anybody asks for its price: the tokens of a request, or so much of a meter or of a model's fee. An immutable value; thread-safe.</summary>
[SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "Two uses are two events, whatever they say.")]
public readonly struct CostUse
{
    private readonly ServedModel _served;
    private readonly ModelUsage _usage;
    private readonly MeterQuantity _quantity;
    private readonly Money _amount;

    private CostUse(CostUseKind kind, CostCategory category, string name, in ServedModel served, in ModelUsage usage, MeterQuantity quantity, Money amount = default)
    {
        _amount = amount;
        Kind = kind;
        Category = category;
        Name = name;
        _served = served;
        _usage = usage;
        _quantity = quantity;
    }

    /// <summary>What kind of price it has.</summary>
    public CostUseKind Kind { get; }

    /// <summary>Which of the five categories it belongs to.</summary>
    public CostCategory Category { get; }

    /// <summary>The model's, the meter's or the fee's name.</summary>
    public string Name { get; }

    /// <summary>Which model answered, where it is about one.</summary>
    public ServedModel? Served => IsOfModel ? _served : null;

    /// <summary>Its tokens, where it is about them.</summary>
    public ModelUsage? Usage => Kind == CostUseKind.Model ? _usage : null;

    /// <summary>How much was used, of all but tokens.</summary>
    public MeterQuantity Quantity => _quantity;

    /// <summary>What it came to, where the host stated it.</summary>
    public Money? StatedAmount => Kind == CostUseKind.Stated ? _amount : null;

    /// <summary>Whether it names a model that answered.</summary>
    internal bool IsOfModel => Kind is CostUseKind.Model or CostUseKind.Fee;

    [UnscopedRef]
    internal ref readonly ServedModel ServedRef => ref _served;

    [UnscopedRef]
    internal ref readonly ModelUsage UsageRef => ref _usage;

    /// <summary>The tokens of one request of a model. Give each request by itself: the size of its prompt decides its price.</summary>
    /// <param name="served">What answered it.</param>
    /// <param name="usage">Its tokens.</param>
    /// <exception cref="ArgumentException">The model has no name.</exception>
    public static CostUse Model(in ServedModel served, in ModelUsage usage)
    {
        // Nearly all are clean, and need no copy.
        if (AttributionText.IsClean(served.Model) && IsCleanOrNothing(served.Provider) && IsCleanOrNothing(served.Tier) && IsCleanOrNothing(served.Speed) && IsCleanOrNothing(served.Geo))
        {
            return new(CostUseKind.Model, CostCategory.Model, served.Model, served, usage, default);
        }

        ServedModel clean = Clean(served);
        return new(CostUseKind.Model, CostCategory.Model, clean.Model, clean, usage, default);
    }

    /// <summary>The use of something that a model charges beside its tokens, such as its web search.</summary>
    /// <param name="served">Which model.</param>
    /// <param name="fee">The fee's name, such as <c>webSearch</c>.</param>
    /// <param name="quantity">How much.</param>
    /// <exception cref="ArgumentException">The model or the fee has no name.</exception>
    public static CostUse Fee(in ServedModel served, string fee, MeterQuantity quantity) =>
        new(CostUseKind.Fee, CostCategory.Model, Clean(fee, nameof(fee)), Clean(served), default, quantity);

    /// <summary>The use of a meter.</summary>
    /// <param name="category">Which of the five categories it belongs to.</param>
    /// <param name="meter">One of <see cref="MeterNames"/>, or the host's own.</param>
    /// <param name="quantity">How much: a number, or a duration for what is priced by time.</param>
    /// <exception cref="ArgumentException">The meter has no name, or there is no such category.</exception>
    public static CostUse Meter(CostCategory category, string meter, MeterQuantity quantity) =>
        new(CostUseKind.Meter, Known(category), Clean(meter, nameof(meter)), default, default, quantity);

    /// <summary>Something whose amount the host knows by itself, such as one that a provider's answer states.</summary>
    /// <param name="category">Which of the five categories it belongs to.</param>
    /// <param name="name">What, as reports show it.</param>
    /// <param name="quantity">How much.</param>
    /// <param name="amount">What it came to; 0 or more, in a currency.</param>
    /// <exception cref="ArgumentException">It has no name, the amount is negative or has no currency, or there is no such category.</exception>
    public static CostUse Stated(CostCategory category, string name, MeterQuantity quantity, Money amount) => amount is { IsNegative: false } && amount.Currency != Currency.None
        ? new(CostUseKind.Stated, Known(category), Clean(name, nameof(name)), default, default, quantity, amount)
        : throw new ArgumentOutOfRangeException(nameof(amount), amount.ToString(), "What something came to is 0 or more, in a currency. Book what comes back as an adjustment of the charge.");

    /// <summary>What, without how much.</summary>
    public override string ToString() => Kind == CostUseKind.Fee ? $"{_served.Model} {Name}" : Name ?? string.Empty;

    /// <summary>A use that was read from a record, whose names were clean when it was written.</summary>
    internal static CostUse Read(CostUseKind kind, CostCategory category, string name, in ServedModel served, in ModelUsage usage, MeterQuantity quantity, Money amount) =>
        new(kind, category, name, served, usage, quantity, amount);

    private static CostCategory Known(CostCategory category) => Enum.IsDefined(category)
        ? category
        : throw new ArgumentOutOfRangeException(nameof(category), category, $"A category is one of {string.Join(", ", Enum.GetNames<CostCategory>())}.");

    private static bool IsCleanOrNothing(string? text) => text is null || AttributionText.IsClean(text);

    private static ServedModel Clean(in ServedModel served) => served with
    {
        Model = Clean(served.Model, nameof(served)),
        Provider = AttributionText.Clean(served.Provider),
        Tier = AttributionText.Clean(served.Tier),
        Speed = AttributionText.Clean(served.Speed),
        Geo = AttributionText.Clean(served.Geo),
    };

    private static string Clean(string name, string parameter)
    {
        ArgumentNullException.ThrowIfNull(name, parameter);
        return AttributionText.Clean(name) ?? throw new ArgumentException("What was used has no name. Give the name that the price book knows it by.", parameter);
    }
}
