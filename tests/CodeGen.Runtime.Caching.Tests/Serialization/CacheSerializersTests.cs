using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Serialization;

public class CacheSerializersTests
{
    private static readonly CacheSerializers Serializers = new(SampleJsonContext.Default);

    [Fact]
    public void Any_string_round_trips()
    {
        var anyChar = Gen.Int[0, char.MaxValue].Select(i => (char)i);
        var surrogates = Gen.Int[0xD7FE, 0xE001].Select(i => (char)i);
        Gen.OneOf(Gen.String, Gen.String[anyChar, 0, 300], Gen.String[surrogates, 0, 6]).Sample(text =>
        {
            var bytes = Serialize(Serializers, text);
            return Deserialize<string>(Serializers, bytes) == text && Serializers.Get<string>().Deserialize(Fragments.Of(bytes, 1)) == text;
        });
    }

    [Fact]
    public void A_string_is_bare_UTF8() => Serialize(Serializers, "größe 𝔊").Should().Equal(Encoding.UTF8.GetBytes("größe 𝔊"));

    [Theory]
    [InlineData(new byte[] { 0x61, 0xC3 })]
    [InlineData(new byte[] { 0xFF, 0x61 })]
    [InlineData(new byte[] { 0xFE })]
    public void Bytes_that_are_no_string_throw(byte[] bytes)
    {
        FluentActions.Invoking(() => Deserialize<string>(Serializers, bytes)).Should().Throw<InvalidDataException>();
        FluentActions.Invoking(() => Serializers.Get<string>().Deserialize(Fragments.Of(bytes, 1))).Should().Throw<InvalidDataException>();
    }

    [Fact]
    public void Bytes_round_trip_and_are_the_readers_own()
    {
        Gen.Byte.Array[0, 500].Sample(bytes =>
        {
            var array = Deserialize<byte[]>(Serializers, Serialize(Serializers, bytes));
            var readOnly = Deserialize<ReadOnlyMemory<byte>>(Serializers, Serialize<ReadOnlyMemory<byte>>(Serializers, bytes));
            var memory = Deserialize<Memory<byte>>(Serializers, Serialize<Memory<byte>>(Serializers, bytes));
            return array.AsSpan().SequenceEqual(bytes) && readOnly.Span.SequenceEqual(bytes) && memory.Span.SequenceEqual(bytes);
        });

        var source = new byte[] { 1, 2, 3 };
        var read = Deserialize<ReadOnlyMemory<byte>>(Serializers, source);
        source[0] = 9;
        read.Span[0].Should().Be(1);
    }

    [Fact]
    public void Objects_round_trip_in_one_piece_or_many()
    {
        var value = new Generated("a.cs", "var x = \"<&'größe𝔊>\";", ["CS0168", "é"], 0.25m);
        var bytes = Serialize(Serializers, value);

        Deserialize<Generated>(Serializers, bytes).Should().BeEquivalentTo(value);
        Serializers.Get<Generated>().Deserialize(Fragments.Of(bytes, 3)).Should().BeEquivalentTo(value);
    }

    [Fact]
    public void Text_is_not_escaped_more_than_JSON_demands_and_the_contexts_options_hold()
    {
        Encoding.UTF8.GetString(Serialize(Serializers, new Generated("a", "<é&'\"\n", [], 1)))
            .Should().Be("""{"fileName":"a","source":"<é&'\"\n","warnings":[],"cost":1}""");
        Encoding.UTF8.GetString(Serialize(Serializers, Verdict.Good)).Should().Be("\"Good\"");
    }

    [Fact]
    public void Polymorphic_values_keep_their_type()
    {
        Deserialize<Shape>(Serializers, Serialize<Shape>(Serializers, new Circle(2))).Should().Be(new Circle(2));
        Deserialize<Shape>(Serializers, Serialize<Shape>(Serializers, new Square(3))).Should().Be(new Square(3));
    }

    [Fact]
    public void Value_types_and_nullables_round_trip()
    {
        Deserialize<int>(Serializers, Serialize(Serializers, 42)).Should().Be(42);
        Deserialize<int?>(Serializers, Serialize<int?>(Serializers, 42)).Should().Be(42);
    }

    [Fact]
    public void Without_a_context_reflection_serves_where_it_is_on()
    {
        JsonSerializer.IsReflectionEnabledByDefault.Should().BeTrue("this test runs with the runtime's default");
        var serializers = new CacheSerializers();
        Deserialize<Dictionary<string, int>>(serializers, Serialize(serializers, new Dictionary<string, int> { ["ä"] = 1 })).Should().Equal(new Dictionary<string, int> { ["ä"] = 1 });
    }

    [Fact]
    public void Without_a_context_and_without_reflection_the_message_names_type_and_remedy()
    {
        CacheSerializers.WithoutJson().Invoking(s => s.Get<Generated>())
            .Should().Throw<InvalidOperationException>().WithMessage("*Generated*UseJson(MyContext.Default)*");
    }

    [Fact]
    public void A_type_that_the_context_does_not_know_is_named()
    {
        Serializers.Invoking(s => s.Get<Uri>()).Should().Throw<InvalidOperationException>().WithMessage("*System.Uri*JsonSerializable(typeof(Uri))*");
    }

    [Fact]
    public void Built_in_kinds_need_no_JSON()
    {
        CacheSerializers.WithoutJson().Get<string>().Should().BeOfType<StringCacheSerializer>();
    }

    [Fact]
    public void A_registered_serializer_wins_and_is_looked_up_once()
    {
        var services = new OneService(new ShoutingSerializer());
        var serializers = new CacheSerializers(SampleJsonContext.Default, services);

        serializers.Get<string>().Should().BeOfType<ShoutingSerializer>();
        serializers.Get<string>().Should().BeSameAs(serializers.Get<string>());
        services.Asked.Should().Be(1);
        serializers.Get<byte[]>().Should().BeOfType<ByteArrayCacheSerializer>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"fileName\":1}")]
    [InlineData("{} {}")]
    [InlineData("{}x")]
    public void A_payload_that_is_no_value_throws_what_a_caller_can_catch(string json)
    {
        FluentActions.Invoking(() => Deserialize<Generated>(Serializers, Encoding.UTF8.GetBytes(json))).Should().Throw<JsonException>();
        FluentActions.Invoking(() => Serializers.Get<Generated>().Deserialize(Fragments.Of(Encoding.UTF8.GetBytes(json), 1))).Should().Throw<JsonException>();
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(100_000, false)]
    public void Deep_JSON_is_refused_when_read(int depth, bool reads)
    {
        var json = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"next\":", depth)) + "null" + new string('}', depth));
        var read = () => Deserialize<Node>(Serializers, json);
        if (reads)
        {
            read.Should().NotThrow();
        }
        else
        {
            read.Should().Throw<JsonException>();
        }
    }

    [Fact]
    public void What_may_be_written_may_be_read()
    {
        var bytes = Serialize(Serializers, Chain(CacheSerializers.DefaultMaxDepth));
        Serialize(Serializers, Deserialize<Node>(Serializers, bytes)).Should().Equal(bytes);
    }

    [Fact]
    public void Deep_values_are_refused_when_written_and_the_next_write_is_whole()
    {
        FluentActions.Invoking(() => Serialize(Serializers, Chain(CacheSerializers.DefaultMaxDepth + 1))).Should().Throw<InvalidOperationException>();
        FluentActions.Invoking(() => Serialize(new CacheSerializers(), Chain(CacheSerializers.DefaultMaxDepth + 1))).Should().Throw<JsonException>();
        Encoding.UTF8.GetString(Serialize(Serializers, new Node())).Should().Be("""{"next":null}""");
    }

    [Fact]
    public void A_value_that_refers_to_itself_is_refused()
    {
        var node = new Node();
        node.Next = node;

        FluentActions.Invoking(() => Serialize(Serializers, node)).Should().Throw<InvalidOperationException>();
        FluentActions.Invoking(() => Serialize(new CacheSerializers(), node)).Should().Throw<JsonException>();
    }

    [Fact]
    public void The_depth_of_the_context_holds()
    {
        var deep = new SampleJsonContext(new JsonSerializerOptions { MaxDepth = 500 });
        var serializers = new CacheSerializers(deep);

        Serialize(serializers, Deserialize<Node>(serializers, Serialize(serializers, Chain(500)))).Should().NotBeEmpty();
        FluentActions.Invoking(() => Serialize(serializers, Chain(501))).Should().Throw<Exception>().Which.Should().Match(e => e is JsonException || e is InvalidOperationException);
    }

    [Fact]
    public void A_large_value_round_trips()
    {
        var value = new Generated("a.cs", new string('é', 300_000), [], 1);
        Deserialize<Generated>(Serializers, Serialize(Serializers, value)).Source.Should().Be(value.Source);
    }

    private static Node Chain(int depth)
    {
        var node = new Node();
        for (var i = 1; i < depth; i++)
        {
            node = new Node { Next = node };
        }

        return node;
    }

    private static byte[] Serialize<T>(CacheSerializers serializers, T value)
    {
        using var buffer = new PooledBuffer();
        serializers.Get<T>().Serialize(value, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private static T Deserialize<T>(CacheSerializers serializers, byte[] bytes) => serializers.Get<T>().Deserialize(new ReadOnlySequence<byte>(bytes));

    private sealed class OneService(ICacheSerializer<string> serializer) : IServiceProvider
    {
        public int Asked { get; private set; }

        public object? GetService(Type serviceType)
        {
            if (serviceType != typeof(ICacheSerializer<string>))
            {
                return null;
            }

            Asked++;
            return serializer;
        }
    }

    private sealed class ShoutingSerializer : ICacheSerializer<string>
    {
        public void Serialize(string value, IBufferWriter<byte> destination) => destination.Write(Encoding.UTF8.GetBytes(value.ToUpperInvariant()));

        public string Deserialize(in ReadOnlySequence<byte> source) => Encoding.UTF8.GetString(source);
    }
}
