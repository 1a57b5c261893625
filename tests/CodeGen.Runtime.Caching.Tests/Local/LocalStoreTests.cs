using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Local;

/// <summary>The local store against a list of what it was given and told to drop.</summary>
public sealed class LocalStoreTests
{
    [Fact]
    public void Store_RandomOperations_HoldsNothingElseAndLosesNothingWithoutNeed() => Gen.Select(Gen.Int[1, 9], Gen.Int[10, 200], StoreEntries.Operations).Sample((maxEntries, maxBytes, operations) =>
    {
        var store = new LocalStore(maxEntries, maxBytes);
        var list = new List<LocalEntry>();
        long evicted = 0;
        foreach ((int operation, int text, int place, int sequence, int size) in operations)
        {
            RegionSettings region = StoreEntries.Regions[place];
            EntryKey key = StoreEntries.Key(StoreEntries.Texts[text], region);
            LocalEntry? held = list.Find(e => e.Member == key.Member);
            switch (operation)
            {
                case < 4:
                    LocalEntry entry = StoreEntries.Entry(key.Text, sequence, size, region);
                    bool expected = size <= maxBytes && (held is null || held.Stamp.Sequence <= sequence);
                    store.Put(entry).Should().Be(expected);
                    if (expected)
                    {
                        list.RemoveAll(e => e.Member == key.Member);
                        bool needed = list.Count == maxEntries || list.Sum(static e => e.Size) + size > maxBytes;
                        int lost = list.RemoveAll(e => store.Peek(StoreEntries.Key(e.KeyText, e.Region)) is null);
                        (lost > 0).Should().Be(needed);
                        evicted += lost;
                        list.Add(entry);
                    }

                    break;
                case < 6:
                    store.TryGet(key, out LocalEntry? got).Should().Be(held is not null);
                    got.Should().BeSameAs(held);
                    break;
                case 6:
                    store.Peek(key).Should().BeSameAs(held);
                    break;
                case 7:
                    // Another entry of the same key is left alone.
                    LocalEntry removed = held is not null && sequence % 2 == 0 ? held : StoreEntries.Entry(key.Text, sequence, size, region);
                    store.Remove(removed).Should().Be(list.Remove(removed));
                    break;
                case 8:
                    store.RemoveOlder(key.Member, sequence);
                    list.RemoveAll(e => e.Member == key.Member && e.Stamp.Sequence < sequence);
                    break;
                default:
                    store.RemoveWhere(e => e.Size % 3 == 0);
                    list.RemoveAll(static e => e.Size % 3 == 0);
                    break;
            }

            store.Count.Should().Be(list.Count).And.BeLessThanOrEqualTo(maxEntries);
            store.Bytes.Should().Be(list.Sum(static e => e.Size)).And.BeLessThanOrEqualTo(maxBytes);
            store.Evicted.Should().Be(evicted);
            list.TrueForAll(e => ReferenceEquals(store.Peek(StoreEntries.Key(e.KeyText, e.Region)), e)).Should().BeTrue();
        }
    });

    [Fact]
    public void Put_StampOfAnotherEpoch_ReplacesWhateverItsSequence()
    {
        var store = new LocalStore(10, 100);
        store.Put(StoreEntries.Entry("a", sequence: 9)).Should().BeTrue();
        LocalEntry later = StoreEntries.Entry("a", sequence: 1, epoch: 2);

        store.Put(later).Should().BeTrue();
        store.Peek(StoreEntries.Key("a")).Should().BeSameAs(later);
        store.Count.Should().Be(1);
    }

    [Fact]
    public void Put_FullOfUsedEntries_EvictsTheOldestOnceAllHadTheirChance()
    {
        LocalStore store = Filled(3);
        for (int i = 0; i < 3; i++)
        {
            store.TryGet(StoreEntries.Key($"k{i}"), out _).Should().BeTrue();
        }

        store.Put(StoreEntries.Entry("new"));
        store.Peek(StoreEntries.Key("k0")).Should().BeNull();
        store.Count.Should().Be(3);
    }

    [Fact]
    public void Put_ScanOfNewKeys_LeavesTheUsedEntriesAlone()
    {
        LocalStore store = Filled(100);
        for (int scanned = 0; scanned < 10_000; scanned++)
        {
            for (int i = 0; i < 10; i++)
            {
                store.TryGet(StoreEntries.Key($"k{i}"), out _).Should().BeTrue("k{0} is read all the time", i);
            }

            store.Put(StoreEntries.Entry($"scan{scanned}"));
        }

        store.Count.Should().Be(100);
    }

    [Fact]
    public void Peek_IsNotAUse()
    {
        LocalStore store = Filled(2);
        _ = store.Peek(StoreEntries.Key("k0"));
        _ = store.TryGet(StoreEntries.Key("k1"), out _);

        store.Put(StoreEntries.Entry("new"));
        store.Peek(StoreEntries.Key("k0")).Should().BeNull();
        store.Peek(StoreEntries.Key("k1")).Should().NotBeNull();
    }

    [Fact]
    public void Put_ManyEntries_AreAllFoundWhileTheTableGrows()
    {
        LocalStore store = Filled(20_000);
        for (int i = 0; i < 20_000; i++)
        {
            store.TryGet(StoreEntries.Key($"k{i}"), out LocalEntry? entry).Should().BeTrue();
            entry!.KeyText.Should().Be($"k{i}");
        }

        store.Evicted.Should().Be(0);
    }

    private static LocalStore Filled(int entries)
    {
        var store = new LocalStore(entries, long.MaxValue);
        for (int i = 0; i < entries; i++)
        {
            store.Put(StoreEntries.Entry($"k{i}"));
        }

        return store;
    }
}
