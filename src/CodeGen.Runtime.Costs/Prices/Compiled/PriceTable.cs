using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace CodeGen.Runtime.Costs;

/// <summary>All layers in one table: one look-up for a name, then the first layer that has a price at the time. Thread-safe.</summary>
internal sealed partial class PriceTable
{
    private readonly FrozenDictionary<string, NameEntry> _names;
    private readonly FrozenDictionary<string, CompiledMeter[]> _meters;

    /// <summary>Joins layers, the first of which comes first.</summary>
    /// <param name="layers">The layers.</param>
    public PriceTable(params LayerPrices[] layers)
    {
        var names = layers.SelectMany(static layer => layer.Names).Distinct(StringComparer.OrdinalIgnoreCase)
            .ToDictionary(static name => name, name => Entry(layers, name), StringComparer.OrdinalIgnoreCase);
        foreach ((string name, NameEntry entry) in names.ToArray())
        {
            // Gateways write versions with a dot where makers have a hyphen. A name that somebody states stands.
            names.TryAdd(HyphenatedVersion().Replace(name, "$1.$2"), entry);
        }

        _names = names.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        _meters = layers.SelectMany(static layer => layer.Meters).GroupBy(static meter => meter.Name, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(static meters => meters.Key, static meters => meters.ToArray(), StringComparer.OrdinalIgnoreCase);

        // A rate that a layer before states for the same day hides the others.
        FxRates = new FxRates(layers.SelectMany(static layer => layer.FxRates).DistinctBy(static rate => (rate.From, rate.To, rate.Date)));
    }

    public FxRates FxRates { get; }

    public EffectivePrice? Find(in ServedModel served, long utcTicks, long inputTokens) => Find(Models(served), served, utcTicks, inputTokens);

    public static EffectivePrice? Find(CompiledModel[] models, in ServedModel served, long utcTicks, long inputTokens)
    {
        foreach (CompiledModel model in models)
        {
            if (model.At(utcTicks)?.Find(served, utcTicks, inputTokens) is { } price)
            {
                return price;
            }
        }

        return null;
    }

    public MeterRate? Fee(in ServedModel served, long utcTicks, string name)
    {
        foreach (CompiledModel model in Models(served))
        {
            if (model.At(utcTicks)?.Fee(name) is { } fee)
            {
                return fee;
            }
        }

        return null;
    }

    public MeterRate? Meter(string name, long utcTicks)
    {
        foreach (CompiledMeter meter in _meters.TryGetValue(name, out CompiledMeter[]? meters) ? meters : [])
        {
            if (meter.At(utcTicks) is { } rate)
            {
                return rate;
            }
        }

        return null;
    }

    public bool Knows(string model) => Models(new ServedModel(model)).Length > 0;

    public string? ProviderOf(in ServedModel served) => Models(served).Select(static model => model.Provider).FirstOrDefault(static provider => provider is not null);

    /// <summary>Who has a name that several providers have.</summary>
    public string? Providers(string name) => _names.TryGetValue(name, out NameEntry? entry) ? entry.Providers : null;

    /// <summary>What the name means, in the order of the layers.</summary>
    public CompiledModel[] Models(in ServedModel served) =>
        _names.TryGetValue(served.Model, out NameEntry? entry) ? entry.Models(served.Provider) : Qualified(served);

    /// <summary>A name such as <c>openai/gpt-5</c>.</summary>
    private CompiledModel[] Qualified(in ServedModel served)
    {
        int slash = served.Model.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && served.Provider is null && _names.TryGetValue(served.Model[(slash + 1)..], out NameEntry? entry) ? entry.Models(served.Model[..slash]) : [];
    }

    /// <summary>A version of two numbers behind a word, as in <c>haiku-4-5</c>; no date and no size.</summary>
    [GeneratedRegex("(?<=[a-z]-)([0-9]{1,2})-([0-9]{1,2})(?![0-9a-z])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HyphenatedVersion();

    private static NameEntry Entry(LayerPrices[] layers, string name)
    {
        string[] providers =
        [
            .. layers.SelectMany(layer => layer.Named(name)).Select(static model => model.Provider).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase),
        ];
        CompiledModel[] unsaid = Chain(layers, name, null);
        return new(
            unsaid,
            [.. providers.Select(provider => (provider, Chain(layers, name, provider)))],
            [.. layers.Select(layer => layer.Named(name).FirstOrDefault(static model => model.Provider is null)).OfType<CompiledModel>()],
            unsaid.Length == 0 ? string.Join(", ", providers) : null);
    }

    /// <summary>The model that each layer has for a name, also where a layer knows only the id of which the name is an alias in a layer behind it.</summary>
    private static CompiledModel[] Chain(LayerPrices[] layers, string name, string? provider)
    {
        CompiledModel?[] direct = [.. layers.Select(layer => layer.Find(name, provider))];
        for (int i = 0; i < layers.Length; i++)
        {
            for (int behind = i + 1; behind < layers.Length && direct[i] is null; behind++)
            {
                direct[i] = direct[behind] is { } known ? layers[i].Find(known.Id, known.Provider ?? provider) : null;
            }
        }

        return [.. direct.OfType<CompiledModel>()];
    }
}
