namespace CodeGen.Runtime.Costs;

/// <summary>What could not be converted, of one currency. Not thread-safe.</summary>
internal sealed class ReportUnconverted(Currency currency)
{
    private readonly ExactTotals _sum = new();
    private DateOnly _first = DateOnly.MaxValue;
    private DateOnly _last = DateOnly.MinValue;
    private bool _hasNoDay;

    public Currency Currency => currency;

    public void Add(ExactMoney amount, DateOnly first, DateOnly last, bool hasNoDay)
    {
        _sum.Add(amount);
        Widen(first, last, hasNoDay);
    }

    public void Add(ReportUnconverted other)
    {
        _sum.Add(other._sum);
        Widen(other._first, other._last, other._hasNoDay);
    }

    public UnconvertedAmount Build(Currency home) => new(
        _sum[currency],
        _first,
        _last,
        _hasNoDay
            ? $"The rate from {currency} to {home} changed within a month whose sums by the day are no longer kept, so nobody can tell which part is of which rate. Keep days longer, or report the month in {currency}."
            : $"No rate from {currency} to {home} is known for these days. Add one under 'fx' in a price file, from the first of them on.");

    private void Widen(DateOnly first, DateOnly last, bool hasNoDay)
    {
        _first = first < _first ? first : _first;
        _last = last > _last ? last : _last;
        _hasNoDay |= hasNoDay;
    }
}
