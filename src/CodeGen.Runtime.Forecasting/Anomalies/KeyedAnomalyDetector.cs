namespace CodeGen.Runtime.Forecasting;

/// <summary>
/// Watches a sum and its parts: costs by project, model, user or tag. An anomaly of the sum comes with the parts that carry it. Memory is bounded by the number of parts. Deterministic; not thread-safe.
/// </summary>
public sealed class KeyedAnomalyDetector
{
    /// <summary>The name of all parts beyond <see cref="KeyedAnomalyOptions.MaxKeys"/> together.</summary>
    public const string OtherKeys = "(others)";

    /// <summary>What is usual for a part is a mean that follows it: over about so many steps.</summary>
    private const int PartWindow = 7;

    private readonly KeyedAnomalyOptions _options;
    private readonly AnomalyDetector _total;
    private readonly Dictionary<string, PartMemory> _parts = new(StringComparer.Ordinal);
    private int _steps;

    /// <summary>Makes one.</summary>
    /// <param name="options">What is abnormal; the defaults where it is null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public KeyedAnomalyDetector(KeyedAnomalyOptions? options = null)
    {
        _options = options ?? new KeyedAnomalyOptions();
        _options.Validate();
        _total = new AnomalyDetector(_options.Total);
    }

    /// <summary>Takes the parts of the next step. A part that is not among them is zero.</summary>
    /// <param name="parts">The values by key, finite.</param>
    /// <param name="isKnownEvent">Whether something out of the ordinary was expected.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public KeyedAnomalyVerdict Observe(IReadOnlyDictionary<string, double> parts, bool isKnownEvent = false)
    {
        ArgumentNullException.ThrowIfNull(parts);
        Dictionary<string, double> known = Bounded(parts);
        AnomalyVerdict total = _total.Observe(known.Values.Sum(), isKnownEvent);
        Contribution[] contributions = [.. Contributions(known).Where(static part => part.Deviation != 0)];
        double sign = total.Value >= total.Expected ? -1 : 1;
        Contribution[] sorted = [.. contributions.OrderBy(part => sign * part.Deviation).ThenBy(static part => part.Key, StringComparer.Ordinal)];
        Contribution[] added = [.. sorted.Where(part => part.IsNew && !isKnownEvent && _steps >= _options.Warmup && part.Value >= _options.NewKeyShare * Math.Abs(total.Expected))];
        Learn(known, isKnownEvent);
        return new KeyedAnomalyVerdict(total, sorted, added);
    }

    private Dictionary<string, double> Bounded(IReadOnlyDictionary<string, double> parts)
    {
        var known = new Dictionary<string, double>(parts.Count, StringComparer.Ordinal);
        int room = _options.MaxKeys - _parts.Count;
        foreach ((string key, double value) in parts.OrderBy(static part => part.Key, StringComparer.Ordinal))
        {
            if (!double.IsFinite(value))
            {
                throw new ArgumentException($"The value of '{key}' is {value}. Give finite values.", nameof(parts));
            }

            string name = _parts.ContainsKey(key) || room-- > 0 ? key : OtherKeys;
            known[name] = known.GetValueOrDefault(name) + value;
        }

        return known;
    }

    private IEnumerable<Contribution> Contributions(Dictionary<string, double> known)
    {
        foreach ((string key, PartMemory memory) in _parts)
        {
            yield return new Contribution(key, known.GetValueOrDefault(key), memory.Expected(_steps), IsNew: false);
        }

        foreach ((string key, double value) in known.Where(part => !_parts.ContainsKey(part.Key)))
        {
            yield return new Contribution(key, value, 0, IsNew: key != OtherKeys);
        }
    }

    private void Learn(Dictionary<string, double> known, bool isKnownEvent)
    {
        foreach (string key in known.Keys)
        {
            if (!_parts.ContainsKey(key))
            {
                _parts.Add(key, new PartMemory(_options.Total.Period, PartWindow));
            }
        }

        foreach ((string key, PartMemory memory) in _parts)
        {
            if (!isKnownEvent)
            {
                memory.Add(_steps, known.GetValueOrDefault(key));
            }
        }

        _steps++;
    }
}
