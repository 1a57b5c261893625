using System.Text;

namespace CodeGen.Runtime.Conformance.Focus;

/// <summary>Reads records of RFC 4180; line feeds alone end a record too. An empty cell is null, a quoted empty one is an empty text.</summary>
internal sealed class CsvReader(TextReader reader)
{
    /// <summary>The line that the next record begins in, from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <returns>The cells, or null at the end.</returns>
    public string?[]? Next()
    {
        if (reader.Peek() < 0)
        {
            return null;
        }

        var cells = new List<string?>();
        while (true)
        {
            cells.Add(reader.Peek() == '"' ? Quoted() : Plain());
            switch (reader.Read())
            {
                case ',':
                    continue;
                case '\r' when reader.Peek() == '\n':
                    reader.Read();
                    break;
                case '\n' or < 0:
                    break;
                case int other:
                    throw new InvalidDataException($"Line {Line}: '{(char)other}' follows a cell; a comma or a line break does.");
            }

            Line++;
            return [.. cells];
        }
    }

    private string? Plain()
    {
        var text = new StringBuilder();
        for (int next = reader.Peek(); next is not (',' or '\r' or '\n' or < 0); next = reader.Peek())
        {
            text.Append(next != '"' ? (char)reader.Read() : throw new InvalidDataException($"Line {Line}: a quote inside a cell that does not begin with one."));
        }

        return text.Length == 0 ? null : text.ToString();
    }

    private string Quoted()
    {
        int began = Line;
        reader.Read();
        var text = new StringBuilder();
        while (true)
        {
            int next = reader.Read();
            if (next < 0)
            {
                throw new InvalidDataException($"The quote that opens in line {began} does not close.");
            }

            if (next == '"' && reader.Peek() != '"')
            {
                return text.ToString();
            }

            if (next == '"')
            {
                reader.Read();
            }

            Line += next == '\n' ? 1 : 0;
            text.Append((char)next);
        }
    }
}
