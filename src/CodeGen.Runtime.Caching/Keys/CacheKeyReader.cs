using System.ComponentModel;

namespace CodeGen.Runtime.Caching;

/// <summary>Takes a key text apart, segment by segment. Meant for generated code. Not thread-safe.</summary>
/// <param name="text">The key's text.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct CacheKeyReader(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text;
    private bool _ended;

    /// <summary>Whether all segments were taken.</summary>
    public readonly bool AtEnd => _ended;

    /// <summary>Takes the next segment.</summary>
    /// <param name="segment">The segment without its colon.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryRead(out ReadOnlySpan<char> segment)
    {
        if (_ended)
        {
            segment = default;
            return false;
        }

        int colon = _rest.IndexOf(':');
        _ended = colon < 0;
        segment = _ended ? _rest : _rest[..colon];
        _rest = _ended ? default : _rest[(colon + 1)..];
        return true;
    }

    /// <summary>Takes the next segment if it is the given literal.</summary>
    /// <param name="literal">The literal.</param>
    /// <returns>Whether it was; when not, the reader is of no more use.</returns>
    public bool TryReadLiteral(ReadOnlySpan<char> literal) => TryRead(out ReadOnlySpan<char> segment) && segment.SequenceEqual(literal);
}
