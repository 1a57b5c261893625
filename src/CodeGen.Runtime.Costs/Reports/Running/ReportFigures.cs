using System.Numerics;
using System.Runtime.InteropServices;

namespace CodeGen.Runtime.Costs;

/// <summary>The sums of a group as they grow. Not thread-safe.</summary>
internal sealed class ReportFigures
{
    private readonly ExactTotals _costs = new();
    private readonly ExactTotals _savings = new();
    private readonly ExactTotals _converted = new();
    private readonly ExactTotals _modelCosts = new();
    private readonly SortedDictionary<string, ReportUnconverted> _unconverted = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Unit, Int128 Parts), BigInteger> _quantities = [];
    private BigInteger _tokens;
    private BigInteger _outputTokens;
    private long _charges;
    private long _corrections;
    private long _savingRecords;
    private long _requests;
    private long _unpriced;

    public ReportRequests Requests { get; } = new();

    public ExactMoney Converted(Currency home) => _converted.Exact(home);

    public void Add(in ReportCell cell, long records, ReportFx fx)
    {
        Count(cell, records);
        bool isSaving = cell.Kind == CostRecordKind.Saving;
        if (!isSaving)
        {
            AddQuantity(cell);
        }

        if (cell.Status == PriceStatus.Unpriced)
        {
            return;
        }

        ExactMoney amount = ExactMoney.FromPicos((Int128)cell.Sums.Amount.Value, cell.AmountParts, cell.Currency);
        if (isSaving)
        {
            _savings.Add(amount);
            return;
        }

        _costs.Add(amount);
        if (cell.Category == CostCategory.Model)
        {
            _modelCosts.Add(amount);
        }

        if (!cell.HasNoDay && fx.TryConvert(amount, cell.Days.First, out ExactMoney converted))
        {
            _converted.Add(converted);
        }
        else if (!amount.IsZero)
        {
            Unconverted(amount.Currency).Add(amount, cell.Days.First, cell.Days.Last, cell.HasNoDay);
        }
    }

    public void Add(ReportFigures other)
    {
        _costs.Add(other._costs);
        _savings.Add(other._savings);
        _converted.Add(other._converted);
        _modelCosts.Add(other._modelCosts);
        foreach (ReportUnconverted unconverted in other._unconverted.Values)
        {
            Unconverted(unconverted.Currency).Add(unconverted);
        }

        foreach (((string Unit, Int128 Parts) key, BigInteger sum) in other._quantities)
        {
            _quantities[key] = _quantities.GetValueOrDefault(key) + sum;
        }

        _tokens += other._tokens;
        _outputTokens += other._outputTokens;
        _charges += other._charges;
        _corrections += other._corrections;
        _savingRecords += other._savingRecords;
        _requests += other._requests;
        _unpriced += other._unpriced;
        Requests.Add(other.Requests);
    }

    public CostFigures Build(Currency home) => new()
    {
        Costs = _costs.Totals,
        ConvertedCost = _converted[home],
        Unconverted = [.. _unconverted.Values.Select(unconverted => unconverted.Build(home))],
        Savings = _savings.Totals,
        Charges = _charges,
        Corrections = _corrections,
        SavingRecords = _savingRecords,
        Requests = _requests,
        Unpriced = _unpriced,
        Tokens = checked((long)_tokens),
        OutputTokens = checked((long)_outputTokens),
        Quantities = Quantities(),
        PerRequest = Each(_costs, _requests, 1),
        PerThousandOutputTokens = Each(_modelCosts, _outputTokens, 1_000),
        PerMillionTokens = Each(_modelCosts, _tokens, 1_000_000),
        RequestCosts = Requests.Build(),
    };

    private static IReadOnlyList<Money> Each(ExactTotals costs, BigInteger count, int of)
    {
        if (count <= 0)
        {
            return [];
        }

        return
        [
            .. costs.Totals.Select(static total => total.Currency).Select(currency =>
            {
                ExactMoney exact = costs.Exact(currency);
                return Money.FromPicos(Fraction.RoundHalfToEven((BigInteger)exact.Numerator * of, exact.Denominator * count), currency);
            }),
        ];
    }

    private void Count(in ReportCell cell, long records)
    {
        switch (cell.Kind)
        {
            case CostRecordKind.Charge:
                _charges += records;
                _requests += cell.IsRequest ? records : 0;
                _unpriced += cell.Status == PriceStatus.Unpriced ? records : 0;
                break;
            case CostRecordKind.Adjustment:
                _corrections += records;
                break;
            default:
                _savingRecords += records;
                break;
        }
    }

    private void AddQuantity(in ReportCell cell)
    {
        BigInteger quantity = cell.Sums.Quantity.Value;
        if (quantity.IsZero)
        {
            return;
        }

        ref BigInteger sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_quantities, (cell.Unit, cell.QuantityParts), out _);
        sum += quantity;
        if (cell.IsTokens)
        {
            _tokens += quantity;
            _outputTokens += cell.IsOutput ? quantity : 0;
        }
    }

    private IReadOnlyList<UsedQuantity> Quantities() =>
    [
        .. _quantities.GroupBy(static pair => pair.Key.Unit).OrderBy(static group => group.Key, StringComparer.Ordinal).Select(static group =>
        {
            BigInteger numerator = 0;
            BigInteger denominator = 1;
            foreach (((_, Int128 parts), BigInteger sum) in group)
            {
                numerator = (numerator * parts) + (sum * denominator);
                denominator *= parts;
            }

            BigInteger common = BigInteger.GreatestCommonDivisor(numerator, denominator);
            return new UsedQuantity(group.Key, CostQuantity.Of((Int128)(numerator / common), (Int128)(denominator / common)));
        }),
    ];

    private ReportUnconverted Unconverted(Currency currency)
    {
        if (!_unconverted.TryGetValue(currency.Code, out ReportUnconverted? unconverted))
        {
            _unconverted[currency.Code] = unconverted = new ReportUnconverted(currency);
        }

        return unconverted;
    }
}
