using System.Buffers;
using FluentAssertions;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;

namespace CodeGen.Runtime.Contracts.Hybrid;

/// <summary><see cref="IHybridCacheSerializer{T}"/>, also of the broken kind.</summary>
internal static class Serializers
{
    [ContractCase("a registered serializer is used")]
    public static async Task Registered(Rig rig)
    {
        var serializer = new TestSerializer();
        HybridCache cache = await rig.HybridAsync(s => s.AddSingleton<IHybridCacheSerializer<MutableDocument>>(serializer));
        await cache.SetAsync("k", new MutableDocument { Name = "a" });
        (await cache.LookAsync<MutableDocument>("k")).Name.Should().Be("a");
        serializer.Written.Should().BePositive();
        serializer.Read.Should().BePositive();
    }

    [ContractCase("a value that cannot be serialized is returned all the same")]
    public static async Task WriteFails(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync(s => s.AddSingleton<IHybridCacheSerializer<MutableDocument>>(new TestSerializer { FailsToWrite = true }));
        (await cache.GetOrCreateAsync("k", static _ => new ValueTask<MutableDocument>(new MutableDocument { Name = "a" }))).Name.Should().Be("a");
    }

    [ContractCase("a value of a shared type that cannot be serialized is returned all the same")]
    public static async Task WriteOfImmutableFails(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync(s => s.AddSingleton<IHybridCacheSerializer<ImmutableDocument>>(new BrokenSerializer()));
        (await cache.GetOrCreateAsync("k", static _ => new ValueTask<ImmutableDocument>(new ImmutableDocument("a")))).Name.Should().Be("a");
    }

    private sealed class TestSerializer : IHybridCacheSerializer<MutableDocument>
    {
        public bool FailsToWrite { get; init; }

        public int Written { get; private set; }

        public int Read { get; private set; }

        public MutableDocument Deserialize(ReadOnlySequence<byte> source)
        {
            Read++;
            return new MutableDocument { Name = System.Text.Encoding.UTF8.GetString(source.ToArray()) };
        }

        public void Serialize(MutableDocument value, IBufferWriter<byte> target)
        {
            Written++;
            if (FailsToWrite)
            {
                throw new NotSupportedException("cannot be written");
            }

            target.Write(System.Text.Encoding.UTF8.GetBytes(value.Name));
        }
    }

    private sealed class BrokenSerializer : IHybridCacheSerializer<ImmutableDocument>
    {
        public ImmutableDocument Deserialize(ReadOnlySequence<byte> source) => throw new NotSupportedException("cannot be read");

        public void Serialize(ImmutableDocument value, IBufferWriter<byte> target) => throw new NotSupportedException("cannot be written");
    }
}
