namespace CodeGen.Runtime.Costs;

public sealed partial class CostAttribution
{
    /// <summary>Whether two attributions say the same.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(CostAttribution? left, CostAttribution? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two attributions say something different.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(CostAttribution? left, CostAttribution? right) => !(left == right);

    /// <inheritdoc/>
    public bool Equals(CostAttribution? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && GetHashCode() == other.GetHashCode()
            && Service == other.Service
            && Resource == other.Resource
            && User == other.User
            && Project == other.Project
            && Model == other.Model
            && _tags.AsSpan().SequenceEqual(other._tags));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CostAttribution);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (_hash != 0)
        {
            return _hash;
        }

        var hash = default(HashCode);
        hash.Add(Service);
        hash.Add(Resource);
        hash.Add(User);
        hash.Add(Project);
        hash.Add(Model);
        foreach (CostTag tag in _tags)
        {
            hash.Add(tag);
        }

        int computed = hash.ToHashCode();
        return _hash = computed == 0 ? 1 : computed;
    }

    /// <summary>All that it says: <c>project=p42, model=m1, tag.team=core</c>.</summary>
    public override string ToString() => string.Join(
        ", ",
        CostDimension.Fixed.Select(dimension => (Dimension: dimension, Value: this[dimension]))
            .Where(static pair => pair.Value is not null)
            .Select(static pair => $"{pair.Dimension}={pair.Value}")
            .Concat(_tags.Select(static tag => $"{CostDimension.TagPrefix}{tag.Name}={tag.Value}")));
}
