using System.Diagnostics.CodeAnalysis;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// Whom and what a cost belongs to: service, resource, user, project, model and free tags. Immutable, equal by value, thread-safe; its hash is computed once.
/// </summary>
/// <remarks>
/// Values may come from anybody, so none is refused: they are trimmed, characters that are not seen become U+FFFD, more than <see cref="MaxValueLength"/> characters are cut and end in
/// <c>~</c> and 16 digits of the SHA-256 of the whole, and an empty value is no value. Values differ when one character differs, in case too.
/// </remarks>
public sealed partial class CostAttribution : IEquatable<CostAttribution>
{
    /// <summary>How long a value may be: 256 UTF-16 characters.</summary>
    public const int MaxValueLength = 256;

    /// <summary>How many tags an attribution may have: 16.</summary>
    public const int MaxTags = 16;

    private CostTag[] _tags = [];

    // 0 until it is asked for; whoever computes it comes to the same.
    private int _hash;

    // Whoever makes one of these comes to the same.
    private byte[]? _encoded;
    private CostAttribution? _withModel;
    private CostAttribution? _withResource;

    // What it came to the last time that it was laid over another one, which that one remembers.
    private CostAttribution? _laidOver;
    private CostAttribution? _below;

    /// <summary>An attribution to nothing.</summary>
    public static CostAttribution Empty { get; } = new();

    /// <summary>The service that caused the cost, or <see langword="null"/>.</summary>
    public string? Service
    {
        get;
        init => field = AttributionText.Clean(value);
    }

    /// <summary>The resource that was used, such as a machine, a bucket or an endpoint, or <see langword="null"/>.</summary>
    public string? Resource
    {
        get;
        init => field = AttributionText.Clean(value);
    }

    /// <summary>On whose behalf, or <see langword="null"/>.</summary>
    public string? User
    {
        get;
        init => field = AttributionText.Clean(value);
    }

    /// <summary>For which project, or <see langword="null"/>.</summary>
    public string? Project
    {
        get;
        init => field = AttributionText.Clean(value);
    }

    /// <summary>Which model was called, or <see langword="null"/>.</summary>
    public string? Model
    {
        get;
        init => field = AttributionText.Clean(value);
    }

    /// <summary>The tags, by name in ordinal order, each name once. Set in any order; tags with an empty value are left out.</summary>
    /// <exception cref="ArgumentException">There are more than <see cref="MaxTags"/>, a name comes twice, or a name is not 1 to 64 ASCII letters, digits, '.', '_' or '-'.</exception>
    public IReadOnlyList<CostTag> Tags
    {
        get => _tags;
        init => _tags = Sorted(value);
    }

    /// <summary>The limiter that has let all values of this instance pass, so that the next charge with it need not ask.</summary>
    internal CardinalityLimiter? AdmittedBy { get; set; }

    /// <summary>Whether a charge of a model had it before.</summary>
    internal bool CameBefore { get; set; }

    /// <summary>Its bytes in records, made once.</summary>
    internal ReadOnlySpan<byte> Encoded => _encoded ??= AttributionCodec.Encode(this);

    /// <summary>The value of a dimension, or <see langword="null"/>.</summary>
    /// <param name="dimension">A name of <see cref="CostDimension"/>, such as <c>project</c> or <c>tag.team</c>. There is no value of any other.</param>
    [SuppressMessage("Design", "CA1043:Use Integral Or String Argument For Indexers", Justification = "It is a string.")]
    public string? this[string dimension] => dimension switch
    {
        CostDimension.Service => Service,
        CostDimension.Resource => Resource,
        CostDimension.User => User,
        CostDimension.Project => Project,
        CostDimension.Model => Model,
        null => throw new ArgumentNullException(nameof(dimension)),
        _ => dimension.StartsWith(CostDimension.TagPrefix, StringComparison.Ordinal) ? TagValue(dimension.AsSpan(CostDimension.TagPrefix.Length)) : null,
    };

    /// <summary>The same with another tag, or another value of a tag.</summary>
    /// <param name="name">The tag's name.</param>
    /// <param name="value">Its value; without one the tag is left out.</param>
    /// <exception cref="ArgumentException">There would be more than <see cref="MaxTags"/>, or the name is not 1 to 64 ASCII letters, digits, '.', '_' or '-'.</exception>
    public CostAttribution WithTag(string name, string? value)
    {
        string checkedName = AttributionText.TagName(name);
        return Copy(this, [.. _tags.Where(tag => tag.Name != checkedName), new CostTag(checkedName, value ?? string.Empty)]);
    }

    /// <summary>What this one says, and where it says nothing what the other one says. Tags are laid over one by one.</summary>
    /// <param name="below">The other one.</param>
    /// <exception cref="ArgumentException">Together they have more than <see cref="MaxTags"/> tags.</exception>
    public CostAttribution Over(CostAttribution below)
    {
        ArgumentNullException.ThrowIfNull(below);
        if (ReferenceEquals(this, below) || below.IsEmpty)
        {
            return this;
        }

        if (IsEmpty)
        {
            return below;
        }

        CostAttribution? known = _laidOver;
        if (known is not null && ReferenceEquals(known._below, below))
        {
            return known;
        }

        return _laidOver = new CostAttribution
        {
            Service = Service ?? below.Service,
            Resource = Resource ?? below.Resource,
            User = User ?? below.User,
            Project = Project ?? below.Project,
            Model = Model ?? below.Model,
            Tags = _tags.Length == 0 ? below._tags : [.. _tags, .. below._tags.Where(tag => TagValue(tag.Name) is null)],
            _below = below,
        };
    }

    /// <summary>The same with a model, where it names none. Calls of one model after another with one attribution make one object.</summary>
    internal CostAttribution OfModel(string model)
    {
        if (Model is not null)
        {
            return this;
        }

        CostAttribution? known = _withModel;
        return known is not null && known.Model == model ? known : _withModel = Copy(this, _tags, model, Resource);
    }

    /// <summary>The same with a resource, where it names none.</summary>
    internal CostAttribution OfResource(string resource)
    {
        if (Resource is not null)
        {
            return this;
        }

        CostAttribution? known = _withResource;
        return known is not null && known.Resource == resource ? known : _withResource = Copy(this, _tags, Model, resource);
    }

    /// <summary>A copy with other tags.</summary>
    internal static CostAttribution Copy(CostAttribution source, IReadOnlyList<CostTag> tags) => Copy(source, tags, source.Model, source.Resource);

    private static CostAttribution Copy(CostAttribution source, IReadOnlyList<CostTag> tags, string? model, string? resource) => new()
    {
        Service = source.Service,
        Resource = resource,
        User = source.User,
        Project = source.Project,
        Model = model,
        Tags = tags,
    };

    private bool IsEmpty => Service is null && Resource is null && User is null && Project is null && Model is null && _tags.Length == 0;

    private static CostTag[] Sorted(IReadOnlyList<CostTag> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        var sorted = new List<CostTag>(tags.Count);
        foreach (CostTag tag in tags)
        {
            string name = AttributionText.TagName(tag.Name);
            if (AttributionText.Clean(tag.Value) is { } value)
            {
                sorted.Add(new CostTag(name, value));
            }
        }

        if (sorted.Count > MaxTags)
        {
            throw new ArgumentException($"An attribution has {sorted.Count} tags; {MaxTags} is the most. Leave out those that no report and no budget asks for.", nameof(tags));
        }

        sorted.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        for (int i = 1; i < sorted.Count; i++)
        {
            if (sorted[i].Name == sorted[i - 1].Name)
            {
                throw new ArgumentException($"The tag '{sorted[i].Name}' is given twice. Give each tag one value.", nameof(tags));
            }
        }

        return [.. sorted];
    }

    private string? TagValue(ReadOnlySpan<char> name)
    {
        foreach (CostTag tag in _tags)
        {
            if (name.SequenceEqual(tag.Name))
            {
                return tag.Value;
            }
        }

        return null;
    }
}
