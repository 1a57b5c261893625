using System.Numerics;

namespace CodeGen.Runtime.Costs;

/// <summary>What machines of an offer come to, exactly until the last step. Immutable; thread-safe.</summary>
internal sealed class MachineOffer
{
    private readonly Ratio _price;
    private readonly Ratio _transfer;
    private readonly Ratio _work;

    public MachineOffer(MachineOfferOptions options, Currency currency)
    {
        Options = options;
        Currency = options.Currency is null ? currency : Currency.Parse(options.Currency);
        _price = Ratio.Of(options.PricePerHour!.Value);
        _transfer = Ratio.Of(options.TransferPerHour);
        Ratio lost = Ratio.Of(options.InterruptionsPerHour ?? 0) * new Ratio((options.LostPerInterruption ?? TimeSpan.Zero).Ticks, TimeSpan.TicksPerHour);
        _work = (new Ratio(1, 1) + lost) / Ratio.Of(options.Speed);
    }

    public MachineOfferOptions Options { get; }

    public Currency Currency { get; }

    /// <summary>Whether a second of work there is a second of work here.</summary>
    public bool IsSameWork => _work.Numerator == _work.Denominator;

    /// <summary>How many hours there do what an hour does now.</summary>
    public decimal HoursForOne => (decimal)Fraction.RoundHalfToEven(_work.Numerator * 1_000_000, _work.Denominator) / 1_000_000;

    /// <summary>What it comes to there that took so many ticks of machines here.</summary>
    /// <returns>False where no rate into the currency of the replay is known.</returns>
    public bool TryReplace(RecommendationContext context, long ticks, DateOnly day, out Money cost) => TryConvert(context, (_price * _work) + _transfer, ticks, day, out cost);

    /// <summary>What so many ticks of its machines come to.</summary>
    /// <returns>False where no rate into the currency of the replay is known.</returns>
    public bool TryRent(RecommendationContext context, Int128 ticks, DateOnly day, out Money cost) => TryConvert(context, _price, ticks, day, out cost);

    /// <summary>How many of its machines do in an hour what took so many ticks of work here, none of them working more than it may.</summary>
    public long MachinesFor(long busy, long span, decimal utilization)
    {
        Ratio machines = new Ratio(busy, span) * _work / Ratio.Of(utilization);
        return (long)machines.Ceiling();
    }

    private bool TryConvert(RecommendationContext context, in Ratio perHour, Int128 ticks, DateOnly day, out Money cost)
    {
        BigInteger picos = perHour.Numerator * ticks * Money.PicosPerUnit;
        Int128 rounded = Fraction.RoundHalfToEven(picos, perHour.Denominator * TimeSpan.TicksPerHour);
        return context.TryConvert(ExactMoney.FromPicos(rounded, 1, Currency), day, out cost);
    }
}
