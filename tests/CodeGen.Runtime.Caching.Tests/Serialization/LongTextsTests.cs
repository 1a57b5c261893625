using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Serialization;

/// <summary>Long texts beside the JSON: nobody should be able to tell.</summary>
public sealed class LongTextsTests
{
    private static readonly CacheSerializers s_reflected = new();
    private static readonly CacheSerializers s_generated = new(SampleJsonContext.Default);

    private static readonly Gen<string> s_text = Gen.OneOf(
        Gen.String[Gen.Char.AlphaNumeric, 0, 400],
        Gen.OneOfConst("", "\"\\\n\u0001", new string('x', LongTexts.MinLength - 1), new string('"', LongTexts.MinLength), string.Concat(Enumerable.Repeat("ä😀\n", 200))));

    [Fact]
    public void Documents_OfAnyTexts_RoundTrip() =>
        Gen.Select(s_text, s_text, s_text.Array[0, 4], s_text).Sample((name, source, warnings, extra) =>
        {
            var generated = new Generated(name, source, warnings, 1.5m);
            RoundTrip(s_reflected, generated).Should().BeEquivalentTo(generated);
            RoundTrip(s_generated, generated).Should().BeEquivalentTo(generated);
            var holder = new Holder { Declared = extra, Anything = source, Inner = new Holder { Declared = name }, Texts = { [name] = extra }, Own = source };
            Holder back = RoundTrip(s_reflected, holder);
            back.Declared.Should().Be(extra);
            back.Anything.Should().BeOfType<JsonElement>().Which.GetString().Should().Be(source, "only what is declared as a text may be elsewhere");
            back.Inner!.Declared.Should().Be(name);
            back.Texts.Should().Equal(holder.Texts);
            back.Own.Should().Be(source);
        });

    [Fact]
    public void Serialize_LongTextWithQuotes_WritesItAsItIs()
    {
        string source = string.Concat(Enumerable.Repeat("say(\"hello\");\n", 40));
        byte[] bytes = Serialize(s_generated, new Generated("a.cs", source, [], 0));
        Encoding.UTF8.GetString(bytes).Should().Contain(source).And.StartWith("{\"fileName\":\"a.cs\",\"source\":0,");
    }

    [Fact]
    public void Serialize_NoLongText_IsPlainJson() => Encoding.UTF8.GetString(Serialize(s_generated, new Generated("a.cs", "short", [], 0)))
        .Should().Be("{\"fileName\":\"a.cs\",\"source\":\"short\",\"warnings\":[],\"cost\":0}");

    [Fact]
    public void Deserialize_PlainJsonWithALongText_IsRead()
    {
        // As another node writes it whose host has a form of its own for texts, and what a value was that held no long text then.
        string source = new('x', 500);
        Read(s_generated, Encoding.UTF8.GetBytes($"{{\"fileName\":\"a\",\"source\":\"{source}\",\"warnings\":[],\"cost\":0}}")).Source.Should().Be(source);
    }

    [Fact]
    public void Deserialize_DamagedInAnyByte_ThrowsWhatCountsAsAMissOrGivesAValue()
    {
        byte[] bytes = Serialize(s_generated, new Generated("a.cs", new string('x', 300), [new string('y', 200)], 0));
        for (int i = 0; i < bytes.Length; i++)
        {
            foreach (byte value in new byte[] { 0, 1, 0x7F, 0xFF, (byte)(bytes[i] ^ 1) })
            {
                byte[] damaged = [.. bytes];
                damaged[i] = value;
                Action reading = () => Read(s_generated, damaged);
                try
                {
                    reading();
                }
                catch (Exception e) when (e is JsonException or DecoderFallbackException or FormatException)
                {
                    // A miss.
                }
            }
        }

        for (int length = 0; length < bytes.Length; length++)
        {
            byte[] cut = bytes[..length];
            FluentActions.Invoking(() => Read(s_generated, cut)).Should().Throw<JsonException>();
        }
    }

    [Fact]
    public void Deserialize_ManyReferencesToOneText_IsRefusedBeforeItTakesTheMemory()
    {
        byte[] text = [.. BitConverter.GetBytes(100_000), .. Enumerable.Repeat((byte)'x', 100_000)];
        Read(2).Should().HaveCount(2, "what is read twice may be honest");
        FluentActions.Invoking(() => Read(10_000)).Should().Throw<JsonException>().WithMessage("*more than 8 times*");

        List<Holder> Read(int times)
        {
            byte[] json = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("{\"Declared\":0}", times))}]");
            byte[] bytes = [.. json, .. text, .. BitConverter.GetBytes(json.Length), 1];
            return s_reflected.Get<List<Holder>>().Deserialize(new ReadOnlySequence<byte>(bytes));
        }
    }

    [Fact]
    public void Serialize_HostHasAFormForTexts_ItIsUsed()
    {
        var options = new JsonSerializerOptions { Converters = { new ShoutingConverter() } };
        var serializers = new CacheSerializers(new SampleJsonContext(options));
        Encoding.UTF8.GetString(Serialize(serializers, new Generated("a", new string('x', 200), [], 0))).Should().Contain(new string('X', 200));
    }

    [Fact]
    public void Serialize_FailsHalfWay_TheNextValueIsWhole()
    {
        FluentActions.Invoking(() => Serialize(s_reflected, new Failing())).Should().Throw<InvalidTimeZoneException>();
        var generated = new Generated("a.cs", new string('x', 300), [], 0);
        RoundTrip(s_reflected, generated).Should().BeEquivalentTo(generated);
    }

    private static T RoundTrip<T>(CacheSerializers serializers, T value) => serializers.Get<T>().Deserialize(new ReadOnlySequence<byte>(Serialize(serializers, value)));

    private static Generated Read(CacheSerializers serializers, byte[] bytes) => serializers.Get<Generated>().Deserialize(new ReadOnlySequence<byte>(bytes));

    private static byte[] Serialize<T>(CacheSerializers serializers, T value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        serializers.Get<T>().Serialize(value, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private sealed class Holder
    {
        public string? Declared { get; set; }

        public object? Anything { get; set; }

        public Holder? Inner { get; set; }

        public Dictionary<string, string> Texts { get; init; } = [];

        [JsonConverter(typeof(ReversingConverter))]
        public string? Own { get; set; }
    }

    private sealed class Failing
    {
        public string First { get; } = new('x', 300);

        public string Second => throw new InvalidTimeZoneException();
    }

    private sealed class ReversingConverter : JsonConverter<string>
    {
        public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => string.Join(' ', JsonSerializer.Deserialize<List<string>>(ref reader)!);

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value.Split(' '));
    }

    private sealed class ShoutingConverter : JsonConverter<string>
    {
        public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToUpperInvariant());
    }
}
