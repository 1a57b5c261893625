namespace CodeGen.Runtime.Costs;

/// <summary>Checks what <see cref="CostRecommendationOptions"/> say of machines.</summary>
internal static class MachineOptionsCheck
{
    private const int MostUnits = 1_024;
    private const int MostMachines = 100_000;
    private const decimal HighestPrice = 1_000_000;

    public static void Check(CostRecommendationOptions options, List<string> errors)
    {
        foreach ((string key, MachineOfferOptions offer) in options.Machines)
        {
            CheckOffer(CostRecommendationOptionsValidator.Path(nameof(options.Machines), key), offer, errors);
        }

        foreach ((string key, MachinePoolOptions pool) in options.Pools)
        {
            CheckPool(CostRecommendationOptionsValidator.Path(nameof(options.Pools), key), key, pool, options, errors);
        }
    }

    private static void CheckOffer(string path, MachineOfferOptions offer, List<string> errors)
    {
        CheckMachines(path, offer.Where, offer.Meter, offer.UnitsPerMachine, errors);
        CostRecommendationOptionsValidator.Given(path, nameof(offer.Evidence), offer.Evidence, "where price and speed come from, such as a price list with its date and a benchmark", errors);
        if (offer.Kind is not { } kind || !Enum.IsDefined(kind))
        {
            errors.Add($"{path}:{nameof(offer.Kind)} is {(offer.Kind is null ? "missing" : $"{(int)offer.Kind}")}; write {string.Join(" or ", Enum.GetNames<MachineOfferKind>())}.");
            return;
        }

        if (offer.PricePerHour is not { } price)
        {
            errors.Add($"{path}:{nameof(offer.PricePerHour)} is missing; write what an hour of one machine costs.");
        }
        else
        {
            AlertOptionsReader.Range(price, 0, HighestPrice, $"{path}:{nameof(offer.PricePerHour)}", errors);
        }

        if (offer.Currency is not null && (!Currency.TryParse(offer.Currency, out Currency currency) || currency == Currency.None))
        {
            errors.Add($"{path}:{nameof(offer.Currency)} is '{AttributionText.Clean(offer.Currency)}'; write an ISO 4217 code such as USD, or leave it out for that of metering.");
        }

        Decimals(offer.Speed, 6, $"{path}:{nameof(offer.Speed)}", errors);
        AlertOptionsReader.Range(offer.Speed, 0.01m, 100, $"{path}:{nameof(offer.Speed)}", errors);
        CheckSpot(path, offer, kind, errors);
        CheckOthers(path, offer, kind, errors);
    }

    private static void CheckSpot(string path, MachineOfferOptions offer, MachineOfferKind kind, List<string> errors)
    {
        if (kind != MachineOfferKind.Spot)
        {
            Absent(offer.InterruptionsPerHour is not null, nameof(offer.InterruptionsPerHour));
            Absent(offer.LostPerInterruption is not null, nameof(offer.LostPerInterruption));
            return;
        }

        if (offer.InterruptionsPerHour is not { } interruptions)
        {
            errors.Add($"{path}:{nameof(offer.InterruptionsPerHour)} is missing; write how often a spot machine is taken away in an hour of its work, as providers publish it or as you measured it.");
        }
        else
        {
            AlertOptionsReader.Range(interruptions, 0, 60, $"{path}:{nameof(offer.InterruptionsPerHour)}", errors);
            Decimals(interruptions, 9, $"{path}:{nameof(offer.InterruptionsPerHour)}", errors);
        }

        if (offer.LostPerInterruption is not { } lost)
        {
            errors.Add($"{path}:{nameof(offer.LostPerInterruption)} is missing; write how much work is done again each time, 00:00:00 where none is.");
        }
        else
        {
            AlertOptionsReader.Range(lost, TimeSpan.Zero, TimeSpan.FromDays(1), $"{path}:{nameof(offer.LostPerInterruption)}", errors);
        }

        void Absent(bool isGiven, string property)
        {
            if (isGiven)
            {
                errors.Add($"{path}:{property} is given, and the offer is {kind}; leave it out, or write {nameof(MachineOfferKind.Spot)} as its {nameof(offer.Kind)}.");
            }
        }
    }

    private static void CheckOthers(string path, MachineOfferOptions offer, MachineOfferKind kind, List<string> errors)
    {
        if (kind == MachineOfferKind.Reserved && offer.Speed != 1)
        {
            errors.Add($"{path}:{nameof(offer.Speed)} is {offer.Speed}; reserved machines are those of now, so leave it out. Write another type as an offer of its own.");
        }

        AlertOptionsReader.Range(offer.TransferPerHour, 0, HighestPrice, $"{path}:{nameof(offer.TransferPerHour)}", errors);
        if (kind != MachineOfferKind.Region && offer.TransferPerHour != 0)
        {
            errors.Add($"{path}:{nameof(offer.TransferPerHour)} is {offer.TransferPerHour}, and the offer is {kind}; leave it out, or write {nameof(MachineOfferKind.Region)} as its {nameof(offer.Kind)}.");
        }

        if (offer.Machines is { } machines)
        {
            AlertOptionsReader.Range(machines, 1, MostMachines, $"{path}:{nameof(offer.Machines)}", errors);
            if (kind != MachineOfferKind.Reserved)
            {
                errors.Add($"{path}:{nameof(offer.Machines)} is {machines}, and the offer is {kind}; leave it out, or write {nameof(MachineOfferKind.Reserved)} as its {nameof(offer.Kind)}.");
            }
        }
    }

    private static void CheckPool(string path, string key, MachinePoolOptions pool, CostRecommendationOptions options, List<string> errors)
    {
        CheckMachines(path, pool.Where, pool.Meter, pool.UnitsPerMachine, errors);
        AlertOptionsReader.Range(pool.TargetUtilization, 0.01m, 1, $"{path}:{nameof(pool.TargetUtilization)}", errors);
        Decimals(pool.TargetUtilization, 6, $"{path}:{nameof(pool.TargetUtilization)}", errors);
        AlertOptionsReader.Range(pool.MinimumMachines, 0, MostMachines, $"{path}:{nameof(pool.MinimumMachines)}", errors);
        for (int i = 0; i < pool.MergeWith.Count; i++)
        {
            if (pool.MergeWith[i] == key || !options.Pools.ContainsKey(pool.MergeWith[i] ?? string.Empty))
            {
                errors.Add($"{path}:{nameof(pool.MergeWith)}:{i} is '{AttributionText.Clean(pool.MergeWith[i])}'; write the name of another pool of {CostRecommendationOptionsValidator.Path(nameof(options.Pools))}.");
            }
        }

        foreach ((string name, MachineSplitOptions split) in pool.Split)
        {
            string at = $"{path}:{nameof(pool.Split)}:{AttributionText.Clean(name)}";
            CostRecommendationOptionsValidator.CheckWhere(at, split.Where, errors);
            if (split.Where.Count == 0)
            {
                errors.Add($"{at}:{nameof(split.Where)} is empty; write which work of the pool other machines could do.");
            }

            if (split.Offer is null || !options.Machines.TryGetValue(split.Offer, out MachineOfferOptions? offer) || offer.Kind is not (MachineOfferKind.Instance or MachineOfferKind.Spot))
            {
                errors.Add($"{at}:{nameof(split.Offer)} is '{AttributionText.Clean(split.Offer)}'; write the name of an offer of {CostRecommendationOptionsValidator.Path(nameof(options.Machines))} whose {nameof(offer.Kind)} is {nameof(MachineOfferKind.Instance)} or {nameof(MachineOfferKind.Spot)}.");
            }
        }
    }

    private static void CheckMachines(string path, IDictionary<string, string> where, string? meter, int units, List<string> errors)
    {
        CostRecommendationOptionsValidator.CheckWhere(path, where, errors);
        AlertOptionsReader.Range(units, 1, MostUnits, $"{path}:{nameof(MachineOfferOptions.UnitsPerMachine)}", errors);
        if (meter is not null && (string.IsNullOrWhiteSpace(meter) || meter == MeterNames.BusyHours))
        {
            errors.Add($"{path}:{nameof(MachineOfferOptions.Meter)} is '{AttributionText.Clean(meter)}'; write the meter that machines are paid by, such as {MeterNames.GpuHours}, or leave it out.");
        }
    }

    private static void Decimals(decimal value, int most, string path, List<string> errors)
    {
        if (decimal.Round(value, most) != value)
        {
            errors.Add($"{path} is {value}; write at most {most} decimals.");
        }
    }
}
