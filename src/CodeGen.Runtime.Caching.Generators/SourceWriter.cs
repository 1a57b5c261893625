using System.Text;

namespace CodeGen.Runtime.Caching.Generators;

/// <summary>Writes indented lines and braces.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public void Line(string line = "")
    {
        if (line.Length > 0)
        {
            _text.Append(' ', _depth * 4).Append(line);
        }

        // The same bytes on every platform.
        _text.Append('\n');
    }

    public void Open(string head)
    {
        Line(head);
        Line("{");
        _depth++;
    }

    public void Close()
    {
        _depth--;
        Line("}");
    }

    public void CloseAll()
    {
        while (_depth > 0)
        {
            Close();
        }
    }

    public override string ToString() => _text.ToString();
}
