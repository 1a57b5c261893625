namespace CodeGen.Runtime.Costs;

/// <summary>Checks the lists of a layer and makes of them what is fast to ask. Either all of it is right or nothing is taken.</summary>
internal static class PriceCompiler
{
    private const int MaxModels = 20_000;
    private const int MaxAliases = 1_000;
    private const int MaxPeriods = 1_000;
    private const int MaxMultipliers = 32;
    private const int MaxFactorDecimals = 6;
    private const decimal MaxFactor = 1_000;

    public static LayerPrices Compile(PriceLayer layer, params ReadOnlySpan<PriceList> lists)
    {
        var models = new List<CompiledModel>();
        var names = new Dictionary<(string Name, string Provider), string>();
        var meters = new Dictionary<string, CompiledMeter>(StringComparer.OrdinalIgnoreCase);
        var rates = new List<FxRate>();
        var dated = new HashSet<(Currency From, Currency To, DateOnly Date)>();
        foreach (PriceList list in lists)
        {
            var root = new ListPlace(list.Source, "$");
            for (int i = 0; i < list.Models.Count; i++)
            {
                ListPlace place = root.Of("models", i);
                if (models.Count == MaxModels)
                {
                    throw place.Wrong(null, $"there are more than {MaxModels} models. Leave out what is not needed.");
                }

                CompiledModel model = Model(list.Models[i], layer, place);
                Own(names, model, place);
                models.Add(model);
            }

            for (int i = 0; i < list.Meters.Count; i++)
            {
                CompiledMeter meter = MeterCompiler.Compile(list.Meters[i], layer, root.Of("meters", i));
                if (!meters.TryAdd(meter.Name, meter))
                {
                    throw root.Of("meters", i).Of("name").Wrong(meter.Name, "the meter is stated twice in this layer. Keep one, and give it periods.");
                }
            }

            for (int i = 0; i < list.FxRates.Count; i++)
            {
                if (Costs.FxRates.Problem(list.FxRates[i]) is { } problem)
                {
                    throw root.Of("fx", i).Wrong(null, problem);
                }

                rates.Add(list.FxRates[i]);
                if (!dated.Add((list.FxRates[i].From, list.FxRates[i].To, list.FxRates[i].Date)))
                {
                    throw root.Of("fx", i).Wrong(null, "there is a rate of this pair and day already. Keep one.");
                }
            }
        }

        return new(models, [.. meters.Values], rates);
    }

    /// <summary>No two models of a layer and provider have a name in common.</summary>
    private static void Own(Dictionary<(string Name, string Provider), string> names, CompiledModel model, ListPlace place)
    {
        string provider = (model.Provider ?? "").ToLowerInvariant();
        if (!names.TryAdd((model.Id.ToLowerInvariant(), provider), model.Id))
        {
            throw place.Of("id").Wrong(model.Id, $"the provider has a model of that name in this layer already ('{names[(model.Id.ToLowerInvariant(), provider)]}'). Keep one, and give it periods.");
        }

        for (int i = 0; i < model.Aliases.Length; i++)
        {
            if (!names.TryAdd((model.Aliases[i].ToLowerInvariant(), provider), model.Id))
            {
                throw place.Of("aliases", i).Wrong(model.Aliases[i], $"'{names[(model.Aliases[i].ToLowerInvariant(), provider)]}' has that name already. Remove one.");
            }
        }
    }

    private static CompiledModel Model(ModelPrice model, PriceLayer layer, ListPlace place)
    {
        string id = place.Of("id").Name(model.Id);
        place = place.Named(id);
        string? provider = model.Provider is null ? null : place.Of("provider").Name(model.Provider);
        if (model.Currency == Currency.None)
        {
            throw place.Of("currency").Wrong(null, "the model has no currency. Write its ISO 4217 code, such as USD.");
        }

        if (model.Aliases.Count > MaxAliases || model.Periods.Count is 0 or > MaxPeriods || model.Multipliers.Count > MaxMultipliers || model.Fees.Count > MaxPeriods)
        {
            throw place.Wrong(null, $"a model has 1 to {MaxPeriods} prices, and at most {MaxAliases} aliases, {MaxMultipliers} multipliers and {MaxPeriods} fees.");
        }

        for (int i = 0; i < model.Aliases.Count; i++)
        {
            place.Of("aliases", i).Name(model.Aliases[i]);
        }

        CompiledMultiplier[] multipliers = [.. model.Multipliers.Select((multiplier, i) => Multiplier(multiplier, place.Of("multipliers", i)))];
        for (int i = 0; i < multipliers.Length; i++)
        {
            if (Array.FindIndex(multipliers, 0, i, other => other.Signature == multipliers[i].Signature && other.Overlaps(multipliers[i])) is >= 0 and int twin)
            {
                throw place.Of("multipliers", i).Wrong(null, $"multipliers[{twin}] holds for the same requests. Keep one.");
            }
        }

        var compiled = new CompiledModel(id, provider, [.. model.Aliases], model.Currency, layer, multipliers);
        compiled.Slices = SliceCompiler.Compile(model, compiled, place);
        return compiled;
    }

    private static CompiledMultiplier Multiplier(PriceMultiplier multiplier, ListPlace place)
    {
        if (multiplier.Factor is < 0 or > MaxFactor || Fraction.Parts(multiplier.Factor).Scale > MaxFactorDecimals)
        {
            throw place.Of("factor").Wrong(ListPlace.Text(multiplier.Factor), $"a factor is from 0 to {MaxFactor} and has at most {MaxFactorDecimals} decimals.");
        }

        PriceCondition when = multiplier.When;
        if (when.InputTokensOver is not null || when.InputTokensAtLeast is not null)
        {
            throw place.Of("when").Wrong(null, "a multiplier has no condition on context size. Write a card with the prices that result.");
        }

        return new(
            [.. when.Tiers.Select(CardCompiler.Lower)], [.. when.Speeds.Select(CardCompiler.Lower)], [.. when.Geos.Select(CardCompiler.Lower)], CardCompiler.Hours(when, place), multiplier.Factor);
    }
}
