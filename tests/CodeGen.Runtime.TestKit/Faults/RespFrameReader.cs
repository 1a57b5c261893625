using System.Globalization;
using System.Text;

namespace CodeGen.Runtime.TestKit.Faults;

/// <summary>
/// Finds where top-level RESP2 and RESP3 frames end in a stream that comes in arbitrary pieces. Holds a few numbers and at
/// most one length line, whatever the frames' sizes. (The Redis serialization protocol specification, redis.io/docs/reference/protocol-spec.)
/// </summary>
internal sealed class RespFrameReader
{
    /// <summary>No length is written with more characters.</summary>
    public const int LongestLength = 24;

    private readonly byte[] _line = new byte[LongestLength];
    private int _lineLength;
    private byte _type;
    private bool _inLine;
    private byte _previous;
    private long _bulkLeft;

    // How many elements are still to come, over all levels of nesting: one number, since every element counts down by one
    // and every aggregate counts up by its size.
    private long _pending;

    /// <summary>Whether the next byte starts a new top-level frame.</summary>
    public bool AtBoundary => _pending == 0 && !_inLine && _bulkLeft == 0;

    /// <summary>Takes bytes up to the end of the current frame, or all.</summary>
    /// <param name="bytes">What came in.</param>
    /// <returns>How many were taken; afterwards <see cref="AtBoundary"/> says whether the frame is complete.</returns>
    public int Take(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length)
        {
            if (_bulkLeft > 0)
            {
                var taken = (int)Math.Min(_bulkLeft, bytes.Length - at);
                at += taken;
                _bulkLeft -= taken;
            }
            else
            {
                TakeOne(bytes[at++]);
            }

            if (AtBoundary)
            {
                break;
            }
        }

        return at;
    }

    private void TakeOne(byte value)
    {
        if (!_inLine)
        {
            _pending = _pending == 0 ? 1 : _pending;
            _type = value;
            _lineLength = 0;
            _inLine = true;
            _previous = 0;
            return;
        }

        if (value == '\n' && _previous == '\r')
        {
            _inLine = false;
            EndLine();
            return;
        }

        // Only lengths are kept; simple strings, errors and numbers may be as long as they like.
        if (value != '\r' && _lineLength < LongestLength)
        {
            _line[_lineLength++] = value;
        }

        _previous = value;
    }

    private void EndLine()
    {
        _pending--;
        switch ((char)_type)
        {
            case '$' or '!' or '=':
                var length = Length();
                _bulkLeft = length < 0 ? 0 : length + 2;
                break;
            case '*' or '~' or '>':
                _pending += Math.Max(0, Length());
                break;
            case '%':
                _pending += 2 * Math.Max(0, Length());
                break;
            case '|':
                // Attributes come before the element they describe, which is still to come.
                _pending += (2 * Math.Max(0, Length())) + 1;
                break;
            case '+' or '-' or ':' or '_' or '#' or ',' or '(':
                break;
            default:
                throw new InvalidDataException($"Not a RESP type: 0x{_type:x2}.");
        }
    }

    private long Length()
    {
        var text = Encoding.ASCII.GetString(_line, 0, _lineLength);
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var length)
            ? length
            : throw new InvalidDataException($"Not a RESP length: {(char)_type}{text}");
    }
}
