using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// What models and meters cost and have cost: prices agreed with providers before the host's own before published ones, the first of them that has a price at the time. Thread-safe; pricing a request takes no lock
/// and allocates nothing once its price has been used.
/// </summary>
public sealed partial class PriceBook
{
    private readonly PriceBookOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private volatile PriceTable _table;

    /// <summary>Reads and checks all prices.</summary>
    /// <param name="options">Where they come from. They are not looked at again, but for the files.</param>
    /// <param name="timeProvider">Tells when a request was served that does not say so; the system's clock where it is <see langword="null"/>.</param>
    /// <param name="logger">Told of files that were read again.</param>
    /// <exception cref="OptionsValidationException">The options are wrong.</exception>
    /// <exception cref="PriceListException">A price list is.</exception>
    public PriceBook(PriceBookOptions options, TimeProvider? timeProvider = null, ILogger<PriceBook>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (new PriceBookOptionsValidator().Validate(null, options) is { Failed: true, Failures: { } failures })
        {
            throw new OptionsValidationException(nameof(PriceBookOptions), typeof(PriceBookOptions), failures);
        }

        _options = new()
        {
            ContractPath = options.ContractPath,
            HostPath = options.HostPath,
            Contract = options.Contract,
            Host = options.Host,
            UseCatalogue = options.UseCatalogue,
            UnknownModels = options.UnknownModels,
            CeilingModel = options.CeilingModel,
            ReloadInterval = options.ReloadInterval,
        };
        _time = timeProvider ?? TimeProvider.System;
        _logger = logger ?? NullLogger<PriceBook>.Instance;
        _stamps = Stamps();
        _table = Read();
    }

    /// <summary>The exchange rates of all layers; where two state one for the same day, that of the layer before.</summary>
    public FxRates FxRates => _table.FxRates;

    /// <summary>What the tokens of a request cost, by the policy of the options where no price is known.</summary>
    /// <param name="served">What answered it.</param>
    /// <param name="usage">Its tokens. One request, not a sum: the size of its prompt decides the price of all of it.</param>
    /// <exception cref="ImpossibleUsageException">The counts cannot be true.</exception>
    /// <exception cref="UnknownPriceException">No price is known, and the policy is <see cref="UnknownModelPolicy.Reject"/>.</exception>
    public PricedUsage Price(in ServedModel served, in ModelUsage usage) => Price(served, usage, _options.UnknownModels);

    /// <summary>What the tokens of a request cost.</summary>
    /// <param name="served">What answered it.</param>
    /// <param name="usage">Its tokens.</param>
    /// <param name="policy">What it costs where no price is known; that is so, too, where there are tokens of a kind that its price does not state.</param>
    /// <exception cref="ImpossibleUsageException">The counts cannot be true.</exception>
    /// <exception cref="UnknownPriceException">No price is known, and the policy is <see cref="UnknownModelPolicy.Reject"/>.</exception>
    public PricedUsage Price(in ServedModel served, in ModelUsage usage, UnknownModelPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(served.Model);
        PriceTable table = _table;
        PriceStatus status = Find(table, table.Models(served), served, Ticks(served.At), usage, policy, out EffectivePrice? price, out TokenBuckets buckets, out Int128 parts);
        return new(price, buckets, parts, status);
    }

    /// <summary>The same in its parts, at a time, and without looking up the model's name where that was done before.</summary>
    /// <param name="served">What answered it.</param>
    /// <param name="at">When; what <paramref name="served"/> says of it is not asked.</param>
    /// <param name="usage">Its tokens.</param>
    /// <param name="policy">What it costs where no price is known.</param>
    /// <param name="named">What a call for the same model and provider left here; looked up where there is nothing, or where prices were read again since.</param>
    /// <param name="price">The price, if there is one.</param>
    /// <param name="buckets">The tokens by kind.</param>
    /// <param name="parts">What they come to, in the parts of the price.</param>
    internal PriceStatus Find(
        in ServedModel served,
        DateTimeOffset at,
        in ModelUsage usage,
        UnknownModelPolicy policy,
        ref NamedPrices? named,
        out EffectivePrice? price,
        out TokenBuckets buckets,
        out Int128 parts)
    {
        PriceTable table = _table;
        NamedPrices known = named is { } before && ReferenceEquals(before.Table, table) ? before : named = new NamedPrices(table, table.Models(served));
        return Find(table, known.Models, served, Ticks(at), usage, policy, out price, out buckets, out parts);
    }

    private PriceStatus Find(
        PriceTable table,
        CompiledModel[] models,
        in ServedModel served,
        long ticks,
        in ModelUsage usage,
        UnknownModelPolicy policy,
        out EffectivePrice? price,
        out TokenBuckets buckets,
        out Int128 parts)
    {
        TokenBuckets.Fill(usage, out buckets);
        price = PriceTable.Find(models, served, ticks, usage.InputTokens);
        return price is not null && price.TryTotal(buckets, out parts) ? PriceStatus.Priced : Unknown(table, served, ticks, usage, buckets, policy, ref price, out parts);
    }

    /// <summary>What a model's fee costs, such as calls of its web search.</summary>
    /// <param name="served">What charges it.</param>
    /// <param name="fee">The fee's name, such as <c>webSearch</c>.</param>
    /// <param name="quantity">How much of it: a number, or a duration for what is priced by time.</param>
    /// <returns>The amount; unpriced where none is known, unless the policy of the options is <see cref="UnknownModelPolicy.Reject"/>.</returns>
    /// <exception cref="ArgumentException">The quantity is not of what the price is for.</exception>
    /// <exception cref="OverflowException">The amount is too large.</exception>
    /// <exception cref="UnknownPriceException">No price is known, and the policy is to reject that.</exception>
    public PricedMeter PriceFee(in ServedModel served, string fee, MeterQuantity quantity) => FeeOf(served, fee, quantity, _options.UnknownModels);

    internal PricedMeter FeeOf(in ServedModel served, string fee, MeterQuantity quantity, UnknownModelPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(served.Model);
        ArgumentNullException.ThrowIfNull(fee);
        return _table.Fee(served, Ticks(served.At), fee)?.Charge(quantity, default)
            ?? NoMeter(fee, quantity, policy, $"No price of '{PriceListException.Shown(fee)}' for the model '{PriceListException.Shown(served.Model)}' is known at that time. Add it under 'fees' of the model in a price file.");
    }

    /// <summary>What the use of a meter costs.</summary>
    /// <param name="meter">The meter: one of <see cref="MeterNames"/> or the host's own.</param>
    /// <param name="quantity">How much was used: a number, or a duration for what is priced by time.</param>
    /// <param name="at">When; the default is now, by the book's clock.</param>
    /// <param name="usedBefore">How much was used in the billing period before: it decides about free allowances and tiers.</param>
    /// <returns>The amount; unpriced where none is known, unless the policy of the options is <see cref="UnknownModelPolicy.Reject"/>.</returns>
    /// <exception cref="ArgumentException">A quantity is not of what the price is for.</exception>
    /// <exception cref="OverflowException">The amount is too large.</exception>
    /// <exception cref="UnknownPriceException">No price is known, and the policy is to reject that.</exception>
    public PricedMeter PriceMeter(string meter, MeterQuantity quantity, DateTimeOffset at = default, MeterQuantity usedBefore = default) =>
        MeterOf(meter, quantity, at, usedBefore, _options.UnknownModels);

    /// <summary>What is done where no price is known, for calls that were made and have to be booked: refusing them would change nothing.</summary>
    internal UnknownModelPolicy PolicyOfCallsMade => _options.UnknownModels == UnknownModelPolicy.Reject ? UnknownModelPolicy.Unpriced : _options.UnknownModels;

    internal PricedMeter MeterOf(string meter, MeterQuantity quantity, DateTimeOffset at, MeterQuantity usedBefore, UnknownModelPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(meter);
        return _table.Meter(meter, Ticks(at))?.Charge(quantity, usedBefore)
            ?? NoMeter(meter, quantity, policy, $"No price of the meter '{PriceListException.Shown(meter)}' is known at that time. Add it under 'meters' in a price file.");
    }

    /// <summary>Who serves a model by the first layer that says so.</summary>
    internal string? ProviderOf(in ServedModel served)
    {
        ArgumentNullException.ThrowIfNull(served.Model);
        return _table.ProviderOf(served);
    }

    private long Ticks(DateTimeOffset at) => at == default ? _time.GetUtcNow().UtcTicks : at.UtcTicks;
}
