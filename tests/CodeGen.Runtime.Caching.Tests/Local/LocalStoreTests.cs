using CodeGen.Runtime.Coordination;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Local;

/// <summary>The local store against a list in the order of use.</summary>
public sealed class LocalStoreTests
{
    private static readonly RegionSettings s_region = new("r", new RegionOptions(), new TieredCacheOptions());
    private static readonly Gen<(int Operation, int Member, int Sequence, int Size)[]> s_operations =
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 7], Gen.Int[0, 9], Gen.Int[1, 40]).Array[0, 60];

    [Fact]
    public void Store_RandomOperations_HoldsWhatTheListHolds() => Gen.Select(Gen.Int[1, 6], Gen.Int[10, 100], s_operations).Sample((maxEntries, maxBytes, operations) =>
    {
        var store = new LocalStore(maxEntries, maxBytes);
        var list = new List<LocalEntry>();
        foreach ((int operation, int member, int sequence, int size) in operations)
        {
            string name = $"k{member}";
            LocalEntry? held = list.Find(e => e.Member == name);
            switch (operation)
            {
                case < 4:
                    LocalEntry entry = Entry(name, sequence, size);
                    bool expected = size <= maxBytes && (held is null || held.Stamp.Sequence <= sequence);
                    store.Put(entry).Should().Be(expected);
                    if (expected)
                    {
                        list.RemoveAll(e => e.Member == name);
                        list.Insert(0, entry);
                        while (list.Count > maxEntries || list.Sum(static e => e.Size) > maxBytes)
                        {
                            list.RemoveAt(list.Count - 1);
                        }
                    }

                    break;
                case < 6:
                    store.TryGet(name, out LocalEntry? got).Should().Be(held is not null);
                    got.Should().BeSameAs(held);
                    if (held is not null)
                    {
                        list.Remove(held);
                        list.Insert(0, held);
                    }

                    break;
                case 6:
                    store.Peek(name).Should().BeSameAs(held);
                    break;
                case 7:
                    // Another entry of the same key is left alone.
                    LocalEntry removed = held is not null && sequence % 2 == 0 ? held : Entry(name, sequence, size);
                    store.Remove(removed).Should().Be(list.Remove(removed));
                    break;
                case 8:
                    store.RemoveOlder(name, sequence);
                    list.RemoveAll(e => e.Member == name && e.Stamp.Sequence < sequence);
                    break;
                default:
                    store.RemoveWhere(e => e.Size % 3 == 0);
                    list.RemoveAll(static e => e.Size % 3 == 0);
                    break;
            }

            store.Count.Should().Be(list.Count);
            store.Bytes.Should().Be(list.Sum(static e => e.Size));
            list.TrueForAll(e => ReferenceEquals(store.Peek(e.Member), e)).Should().BeTrue();
        }
    });

    private static LocalEntry Entry(string member, long sequence, long size) => new()
    {
        Member = member,
        KeyText = member,
        Region = s_region,
        Value = null,
        Stamp = new LogPosition(1, sequence),
        FilledAt = sequence,
        Scopes = [],
        Tags = [],
        Cost = 0,
        ExpiresAt = 0,
        LocalExpiresAt = 0,
        Size = size,
        GraceUntil = 0,
        Stripe = 0,
    };
}
