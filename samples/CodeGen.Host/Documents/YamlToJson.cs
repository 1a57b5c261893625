using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace CodeGen.Host.Documents;

/// <summary>
/// Writes a YAML document as JSON, event by event, without building objects. Aliases are refused, because a few lines of them can stand
/// for gigabytes; so are tags that name types, repeated keys and second documents.
/// </summary>
internal static class YamlToJson
{
    private const string StringTag = "tag:yaml.org,2002:str";

    public static ReadOnlyMemory<byte> Convert(ReadOnlyMemory<byte> yaml)
    {
        using var buffer = new MemoryStream(yaml.Length + (yaml.Length / 2));
        try
        {
            using var text = new StreamReader(new MemoryStream(yaml.ToArray(), writable: false), System.Text.Encoding.UTF8);
            using var json = new Utf8JsonWriter(buffer);
            var parser = new Parser(text);
            parser.Consume<StreamStart>();
            parser.Consume<DocumentStart>();
            WriteNode(parser, json, 0);
            parser.Consume<DocumentEnd>();
            if (!parser.Accept<StreamEnd>(out _))
            {
                throw Refuse(parser.Current!.Start, "The stream holds more than one document.", "Send one document a request.");
            }
        }
        catch (YamlException error)
        {
            throw Refuse(error.Start, $"The document is not valid YAML: {Shown.Text(error.Message)}", "Send one complete YAML document in UTF-8.");
        }

        return buffer.ToArray();
    }

    private static void WriteNode(Parser parser, Utf8JsonWriter json, int depth)
    {
        ParsingEvent next = parser.Current!;
        if (depth > DocumentReader.MaxDepth)
        {
            throw Refuse(next.Start, "The document is nested too deeply.",
                $"Nest at most {DocumentReader.MaxDepth} levels; move inner schemas to named ones and refer to them with $ref.");
        }

        if (next is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } tag } && (next is not Scalar || tag.Value != StringTag))
        {
            throw Refuse(next.Start, $"The tag '{Shown.Text(tag.Value)}' is not accepted.", "Remove the tag.");
        }

        switch (next)
        {
            case Scalar scalar:
                parser.MoveNext();
                WriteScalar(scalar, json);
                break;
            case SequenceStart:
                parser.MoveNext();
                json.WriteStartArray();
                while (!parser.TryConsume<SequenceEnd>(out _))
                {
                    WriteNode(parser, json, depth + 1);
                }

                json.WriteEndArray();
                break;
            case MappingStart:
                parser.MoveNext();
                WriteMapping(parser, json, depth);
                break;
            case AnchorAlias alias:
                throw Refuse(alias.Start, $"The alias '*{Shown.Text(alias.Value.Value)}' is not accepted.", "Write the value out, or name a schema and refer to it with $ref.");
            default:
                throw Refuse(next.Start, "A value is missing.", "Send one complete YAML document in UTF-8.");
        }
    }

    private static void WriteMapping(Parser parser, Utf8JsonWriter json, int depth)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        json.WriteStartObject();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (parser.Current is not Scalar key)
            {
                throw Refuse(parser.Current!.Start, "A key is not plain text.", "Use text or numbers as keys, without aliases or nested values.");
            }

            parser.MoveNext();
            if (!names.Add(key.Value))
            {
                throw Refuse(key.Start, $"The key '{Shown.Text(key.Value)}' is there twice.", "Keep one of the two.");
            }

            json.WritePropertyName(key.Value);
            WriteNode(parser, json, depth + 1);
        }

        json.WriteEndObject();
    }

    private static void WriteScalar(Scalar scalar, Utf8JsonWriter json)
    {
        // The only tag that gets here says that the value is text, however it looks; so do quotes.
        if (!scalar.Tag.IsEmpty || scalar.Style != ScalarStyle.Plain)
        {
            json.WriteStringValue(scalar.Value);
        }
        else
        {
            YamlPlainScalar.Write(scalar.Value, json);
        }
    }

    private static ProblemException Refuse(Mark mark, string detail, string remedy) =>
        ProblemException.BadDocument(detail, $"line {mark.Line}, column {mark.Column}", remedy);
}
