using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Serialization;

public class PayloadCodecsTests
{
    [Fact]
    public void Lz4_is_always_there()
    {
        new PayloadCodecs([]).TryGet(1, out var codec).Should().BeTrue();
        codec.Should().BeOfType<Lz4PayloadCodec>();
    }

    [Fact]
    public void A_given_Lz4_is_the_one_that_is_used()
    {
        var mine = new Lz4PayloadCodec();
        new PayloadCodecs([mine]).TryGet(1, out var codec).Should().BeTrue();
        codec.Should().BeSameAs(mine);
    }

    [Fact]
    public void A_host_codec_is_found_by_its_id_and_others_are_not()
    {
        var codecs = new PayloadCodecs([new NamedCodec(32, "mine")]);
        codecs.TryGet(32, out var codec).Should().BeTrue();
        codec!.Name.Should().Be("mine");
        codecs.TryGet(0, out _).Should().BeFalse();
        codecs.TryGet(255, out _).Should().BeFalse();
    }

    [Fact]
    public void Two_codecs_with_one_id_are_refused_by_name()
    {
        var create = () => new PayloadCodecs([new NamedCodec(40, "first"), new NamedCodec(40, "second")]);
        create.Should().Throw<ArgumentException>().WithMessage("*'first'*'second'*id 40*");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    public void A_host_codec_with_a_reserved_id_is_refused(byte id)
    {
        var create = () => new PayloadCodecs([new NamedCodec(id, "mine")]);
        create.Should().Throw<ArgumentException>().WithMessage($"*'mine'*id {id}*reserved*");
    }

    private sealed class NamedCodec(byte id, string name) : IPayloadCodec
    {
        public byte Id => id;

        public string Name => name;

        public int GetMaxEncodedLength(int rawLength) => rawLength;

        public int Encode(ReadOnlySpan<byte> raw, Span<byte> destination) => -1;

        public bool TryDecode(ReadOnlySpan<byte> encoded, Span<byte> raw) => false;
    }
}
