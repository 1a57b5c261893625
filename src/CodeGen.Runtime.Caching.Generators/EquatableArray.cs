using System.Collections;
using System.Collections.Generic;
using System.Linq;

namespace CodeGen.Runtime.Caching.Generators;

/// <summary>An immutable list that is equal by its items, so that the compiler can tell that a model did not change.</summary>
internal readonly struct EquatableArray<T>(IEnumerable<T> items) : System.IEquatable<EquatableArray<T>>, IReadOnlyList<T>
    where T : System.IEquatable<T>
{
    private readonly T[]? _items = items.ToArray();

    public int Count => Items.Length;

    private T[] Items => _items ?? [];

    public T this[int index] => Items[index];

    public bool Equals(EquatableArray<T> other) => Items.SequenceEqual(other.Items);

    public override bool Equals(object? obj) => obj is EquatableArray<T> other && Equals(other);

    public override int GetHashCode() => Items.Aggregate(17, static (hash, item) => unchecked((hash * 31) + (item?.GetHashCode() ?? 0)));

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
