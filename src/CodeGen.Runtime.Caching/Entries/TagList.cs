using System.Collections;

namespace CodeGen.Runtime.Caching;

/// <summary>A small set of tags that a factory fills while the cache may look at it: writers copy, readers take the array.</summary>
internal sealed class TagList : ICollection<string>
{
    private readonly Lock _gate = new();
    private volatile string[] _tags = [];

    public TagList(IReadOnlyCollection<string>? tags)
    {
        if (tags is not null)
        {
            foreach (string tag in tags)
            {
                Add(tag);
            }
        }
    }

    public int Count => _tags.Length;

    public bool IsReadOnly => false;

    public string[] Snapshot() => _tags;

    public void Add(string item)
    {
        // The scope checks length and text, so that a bad tag fails where it is added and not when the frame is written.
        string tag = CacheScope.Tag(item).Text;
        lock (_gate)
        {
            if (Array.IndexOf(_tags, tag) >= 0)
            {
                return;
            }

            if (_tags.Length == FrameHeader.MaxTags)
            {
                throw new ArgumentException($"An entry has at most {FrameHeader.MaxTags} tags; '{tag}' would be one more. Use a coarser tag.", nameof(item));
            }

            _tags = [.. _tags, tag];
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _tags = [];
        }
    }

    public bool Contains(string item) => Array.IndexOf(_tags, item) >= 0;

    public void CopyTo(string[] array, int arrayIndex) => _tags.CopyTo(array, arrayIndex);

    public bool Remove(string item)
    {
        lock (_gate)
        {
            int index = Array.IndexOf(_tags, item);
            if (index < 0)
            {
                return false;
            }

            _tags = [.. _tags[..index], .. _tags[(index + 1)..]];
            return true;
        }
    }

    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_tags).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
