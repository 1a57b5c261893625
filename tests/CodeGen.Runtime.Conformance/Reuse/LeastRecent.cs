namespace CodeGen.Runtime.Conformance.Reuse;

/// <summary>A cache of keys that evicts what was used longest ago.</summary>
internal sealed class LeastRecent(int capacity)
{
    private readonly LinkedList<long> _newestFirst = new();
    private readonly Dictionary<long, LinkedListNode<long>> _nodes = [];

    public long Hits { get; private set; }

    public bool Get(long key)
    {
        if (_nodes.TryGetValue(key, out LinkedListNode<long>? node))
        {
            _newestFirst.Remove(node);
            _newestFirst.AddFirst(node);
            Hits++;
            return true;
        }

        _nodes[key] = _newestFirst.AddFirst(key);
        if (_nodes.Count > capacity)
        {
            _nodes.Remove(_newestFirst.Last!.Value);
            _newestFirst.RemoveLast();
        }

        return false;
    }
}
