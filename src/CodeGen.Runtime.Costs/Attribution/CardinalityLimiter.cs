using System.Collections.Concurrent;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// Keeps the number of distinct values of each dimension bounded, so that memory, charts and invoices do not grow with what callers send: values that come when the dimension is full become
/// <see cref="Other"/> and are counted. Which values have a place depends on which came first. Thread-safe.
/// </summary>
public sealed class CardinalityLimiter
{
    /// <summary>The value of what came when the dimension was full: <c>__other__</c>.</summary>
    public const string Other = "__other__";

    private readonly int _maxValues;
    private readonly int _maxTagNames;
    private readonly Dictionary<string, int> _maxValuesOf;
    private readonly Dictionary<string, DistinctValues> _fixed;
    private readonly ConcurrentDictionary<string, DistinctValues> _tags = new(StringComparer.Ordinal);
    private readonly Lock _newTag = new();
    private long _droppedTags;

    /// <summary>A limiter that has seen nothing yet.</summary>
    /// <param name="options">The limits. Later changes of them have no effect.</param>
    /// <exception cref="ArgumentException">A limit is out of its range; the message names it.</exception>
    public CardinalityLimiter(CostAttributionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (CostAttributionOptionsValidator.Check(options) is { Count: > 0 } errors)
        {
            throw new ArgumentException(string.Join(" ", errors), nameof(options));
        }

        _maxValues = options.MaxValues;
        _maxTagNames = options.MaxTagNames;
        _maxValuesOf = new Dictionary<string, int>(options.MaxValuesOf, StringComparer.Ordinal);
        _fixed = CostDimension.Fixed.ToDictionary(static dimension => dimension, Values, StringComparer.Ordinal);
    }

    /// <summary>How many tags were left out because there were too many names of tags.</summary>
    public long DroppedTags => Interlocked.Read(ref _droppedTags);

    /// <summary>How many values of a dimension became <see cref="Other"/>, the same value each time that it came.</summary>
    /// <param name="dimension">A name of <see cref="CostDimension"/>; 0 for one that was never seen.</param>
    public long Overflows(string dimension) => Find(dimension)?.Overflows ?? 0;

    /// <summary>How many values became <see cref="Other"/>, of each dimension that has any.</summary>
    internal IEnumerable<(string Dimension, long Count)> AllOverflows() => _fixed.Select(static pair => (pair.Key, pair.Value.Overflows))
        .Concat(_tags.Select(static pair => (CostDimension.TagPrefix + pair.Key, pair.Value.Overflows)))
        .Where(static pair => pair.Item2 > 0);

    /// <summary>How many distinct values of a dimension have a place.</summary>
    /// <param name="dimension">A name of <see cref="CostDimension"/>; 0 for one that was never seen.</param>
    public int Count(string dimension) => Find(dimension)?.Count ?? 0;

    /// <summary>The attribution within the limits: the same instance when all its values have a place.</summary>
    /// <param name="attribution">The attribution.</param>
    public CostAttribution Limit(CostAttribution attribution)
    {
        ArgumentNullException.ThrowIfNull(attribution);

        // A place is never taken away again, so an instance that passed once passes always.
        if (ReferenceEquals(attribution.AdmittedBy, this))
        {
            return attribution;
        }

        var limited = new CostAttribution
        {
            Service = Admit(CostDimension.Service, attribution.Service),
            Resource = Admit(CostDimension.Resource, attribution.Resource),
            User = Admit(CostDimension.User, attribution.User),
            Project = Admit(CostDimension.Project, attribution.Project),
            Model = Admit(CostDimension.Model, attribution.Model),
            Tags = Admit(attribution.Tags),
        };
        if (limited != attribution)
        {
            return limited;
        }

        attribution.AdmittedBy = this;
        return attribution;
    }

    private string? Admit(string dimension, string? value) => value is null ? null : _fixed[dimension].Admit(value);

    private IReadOnlyList<CostTag> Admit(IReadOnlyList<CostTag> tags)
    {
        if (tags.Count == 0)
        {
            return tags;
        }

        var admitted = new List<CostTag>(tags.Count);
        foreach (CostTag tag in tags)
        {
            if (TagValues(tag.Name) is { } values)
            {
                admitted.Add(tag with { Value = values.Admit(tag.Value) });
            }
            else
            {
                Interlocked.Increment(ref _droppedTags);
            }
        }

        return admitted;
    }

    private DistinctValues? TagValues(string name)
    {
        if (_tags.TryGetValue(name, out DistinctValues? known))
        {
            return known;
        }

        lock (_newTag)
        {
            return _tags.TryGetValue(name, out known) ? known : _tags.Count < _maxTagNames ? _tags[name] = Values(CostDimension.TagPrefix + name) : null;
        }
    }

    private DistinctValues? Find(string dimension)
    {
        ArgumentNullException.ThrowIfNull(dimension);
        return _fixed.TryGetValue(dimension, out DistinctValues? values) || !dimension.StartsWith(CostDimension.TagPrefix, StringComparison.Ordinal)
            ? values
            : _tags.GetValueOrDefault(dimension[CostDimension.TagPrefix.Length..]);
    }

    private DistinctValues Values(string dimension) => new(_maxValuesOf.GetValueOrDefault(dimension, _maxValues));
}
