namespace CodeGen.Runtime.Caching;

/// <summary>The keys of a bulk call: each once, and where the caller asked for it.</summary>
internal sealed class BulkKeys<TKey>(int count)
{
    private readonly Dictionary<string, int> _known = new(count, StringComparer.Ordinal);
    private readonly List<int> _asked = new(count);

    /// <summary>For each key of the call, in its order, where it is among the distinct ones.</summary>
    public IReadOnlyList<int> Asked => _asked;

    public List<(TKey Key, EntryKey Entry)> Distinct { get; } = new(count);

    public void Add(TKey key, in EntryKey entry)
    {
        if (!_known.TryGetValue(entry.Text, out int index))
        {
            index = Distinct.Count;
            _known[entry.Text] = index;
            Distinct.Add((key, entry));
        }

        _asked.Add(index);
    }

    public IReadOnlyList<TResult> InOrder<TResult>(TResult[] distinct) => _asked.Count == distinct.Length ? distinct : _asked.ConvertAll(i => distinct[i]);
}
