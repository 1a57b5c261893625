using System.Diagnostics.Metrics;

namespace CodeGen.Runtime.Costs;

/// <summary>The instruments of metering, made from the host's <see cref="IMeterFactory"/>. Where nobody listens, a record costs a few tests.</summary>
internal sealed class CostMetrics : IDisposable
{
    private const string Operation = "chat";

    // What the conventions advise: powers of 4 for tokens, powers of 2 for seconds.
    private static readonly InstrumentAdvice<long> s_tokenBuckets = new() { HistogramBucketBoundaries = [.. Enumerable.Range(0, 14).Select(static power => 1L << (2 * power))] };
    private static readonly InstrumentAdvice<double> s_durationBuckets = new() { HistogramBucketBoundaries = [.. Enumerable.Range(0, 14).Select(static power => 0.01 * (1 << power))] };
    private static readonly string[] s_kinds = ["charge", "adjustment", "saving"];
    private static readonly string[] s_categories = [.. Enum.GetNames<CostCategory>().Select(static name => name.ToLowerInvariant())];
    private static readonly string[] s_statuses = [.. Enum.GetNames<PriceStatus>().Select(static name => name.ToLowerInvariant())];

    private readonly Meter _meter;
    private readonly bool _ownsMeter;
    private readonly Counter<long> _records;
    private readonly Counter<double> _spent;
    private readonly Counter<double> _saved;
    private readonly Counter<long> _repeated;
    private readonly Histogram<long> _tokens;
    private readonly Histogram<double> _duration;

    public CostMetrics(IMeterFactory? factory, Lazy<MeteringState> state)
    {
        _ownsMeter = factory is null;
        _meter = factory?.Create(CostsDiagnostics.Name) ?? new Meter(CostsDiagnostics.Name);
        _records = _meter.CreateCounter<long>(CostsDiagnostics.Records);
        _spent = _meter.CreateCounter<double>(CostsDiagnostics.Spent);
        _saved = _meter.CreateCounter<double>(CostsDiagnostics.Saved);
        _repeated = _meter.CreateCounter<long>(CostsDiagnostics.Repeated);
        _tokens = _meter.CreateHistogram(CostsDiagnostics.TokenUsage, "{token}", null, null, s_tokenBuckets);
        _duration = _meter.CreateHistogram(CostsDiagnostics.OperationDuration, "s", null, null, s_durationBuckets);
        _meter.CreateObservableCounter(CostsDiagnostics.AttributionOverflows, () => IfOpen(state, static opened => opened.Limiter.AllOverflows().Select(static of =>
            new Measurement<long>(of.Count, new KeyValuePair<string, object?>("dimension", of.Dimension)))));
        _meter.CreateObservableGauge(CostsDiagnostics.LedgerRecords, () => IfOpen(state, static opened => [new Measurement<long>(opened.Log.LastSequence)]));
        _meter.CreateObservableGauge(CostsDiagnostics.LedgerUnflushed, () => IfOpen(state, static opened => [new Measurement<long>(opened.Log.LastSequence - opened.Log.DurableSequence)]));
    }

    public void Booked(CostRecordKind kind, in CostUse use, PriceStatus status, in ExactMoney amount, TimeSpan? duration)
    {
        if (_records.Enabled)
        {
            _records.Add(1, new("kind", s_kinds[(int)kind - 1]), new("category", s_categories[(int)use.Category]), new("status", s_statuses[(int)status]));
        }

        Counter<double> money = kind == CostRecordKind.Saving ? _saved : _spent;
        if (money.Enabled && status != PriceStatus.Unpriced && amount.Numerator > 0)
        {
            money.Add((double)amount.Numerator / (double)amount.Denominator / 1e12, new("currency", amount.Currency.Code), new("category", s_categories[(int)use.Category]));
        }

        if (kind == CostRecordKind.Charge && use.Kind == CostUseKind.Model)
        {
            Model(use.ServedRef, use.UsageRef, duration);
        }
    }

    public void Repeated() => _repeated.Add(1);

    public void Dispose()
    {
        if (_ownsMeter)
        {
            _meter.Dispose();
        }
    }

    private void Model(in ServedModel served, in ModelUsage usage, TimeSpan? duration)
    {
        if (_tokens.Enabled)
        {
            Tokens(served, "input", usage.InputTokens);
            Tokens(served, "output", usage.OutputTokens);
        }

        if (duration is { } took && _duration.Enabled)
        {
            _duration.Record(
                took.TotalSeconds,
                new("gen_ai.operation.name", Operation), new("gen_ai.provider.name", served.Provider ?? "_OTHER"), new("gen_ai.request.model", served.Model));
        }
    }

    private void Tokens(in ServedModel served, string type, long count) => _tokens.Record(
        count,
        new("gen_ai.operation.name", Operation), new("gen_ai.provider.name", served.Provider ?? "_OTHER"), new("gen_ai.request.model", served.Model), new("gen_ai.token.type", type));

    private static IEnumerable<Measurement<long>> IfOpen(Lazy<MeteringState> state, Func<MeteringState, IEnumerable<Measurement<long>>> read) => state.IsValueCreated ? read(state.Value) : [];
}
