using CodeGen.Runtime.Coordination;
using CsCheck;
using FluentAssertions;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Local;

/// <summary>The local store when the host's memory cache decides what stays.</summary>
public sealed class HostedStoreTests
{
    private const long Later = 1_000_000_000;

    [Fact]
    public void Store_RandomOperationsInARealMemory_HoldsNothingElseAndLosesNothingWithoutNeed() =>
        Gen.Select(Gen.Int[20, 200], Gen.Bool, StoreEntries.Operations).Sample((limit, limited, operations) =>
        {
            using var memory = new MemoryCache(new MemoryCacheOptions { SizeLimit = limited ? limit : null });
            LocalStore store = Over(memory);
            var list = new List<LocalEntry>();
            foreach ((int operation, int text, int place, int sequence, int size) in operations)
            {
                RegionSettings region = StoreEntries.Regions[place];
                EntryKey key = StoreEntries.Key(StoreEntries.Texts[text], region);
                LocalEntry? held = list.Find(e => e.Member == key.Member);
                switch (operation)
                {
                    case < 4:
                        LocalEntry entry = Entry(key.Text, sequence, size, region);
                        bool expected = held is null || held.Stamp.Sequence <= sequence;
                        bool put = store.Put(entry);
                        (put && !expected).Should().BeFalse();
                        if (put)
                        {
                            list.RemoveAll(e => e.Member == key.Member);
                            list.Add(entry);
                        }
                        else if (!limited)
                        {
                            expected.Should().BeFalse();
                        }

                        break;
                    case < 7:
                        store.TryGet(key, out LocalEntry? got);
                        (got is null && limited ? held : got).Should().BeSameAs(held);
                        break;
                    case 7:
                        // Another entry of the same key is left alone.
                        LocalEntry removed = held is not null && sequence % 2 == 0 ? held : Entry(key.Text, sequence, size, region);
                        (store.Remove(removed) && !list.Remove(removed)).Should().BeFalse();
                        list.Remove(removed);
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

                int lost = list.RemoveAll(e => !store.TryGet(StoreEntries.Key(e.KeyText, e.Region), out _));
                (lost > 0 && !limited).Should().BeFalse("nothing has to leave");
                list.TrueForAll(e => store.Peek(StoreEntries.Key(e.KeyText, e.Region)) is not { } found || ReferenceEquals(found, e)).Should().BeTrue();
                list.Sum(static e => e.Size).Should().BeLessThanOrEqualTo(limited ? limit : int.MaxValue);
                if (!limited)
                {
                    (store.Count, store.Bytes, memory.Count).Should().Be((list.Count, list.Sum(static e => e.Size), list.Count));
                }
            }
        });

    [Fact]
    public void Put_LeftTheMemoryBeforeItIsPlaced_IsNotThere()
    {
        var memory = new ManualMemory();
        LocalStore store = Over(memory);
        LocalEntry entry = Entry("a");
        memory.Taken = () =>
        {
            memory.Evict(entry, EvictionReason.Capacity);
            memory.Say();
        };

        store.Put(entry).Should().BeFalse();
        store.Peek(StoreEntries.Key("a")).Should().BeNull();
        store.Count.Should().Be(0);
    }

    [Fact]
    public void TryGet_LeftTheMemoryAndNobodyHasSaidSo_IsAMiss()
    {
        var memory = new ManualMemory();
        LocalStore store = Over(memory);
        LocalEntry first = Entry("a");
        store.Put(first).Should().BeTrue();
        memory.Evict(first, EvictionReason.Capacity);

        store.TryGet(StoreEntries.Key("a"), out LocalEntry? got).Should().BeFalse();
        got.Should().BeNull();
        (store.Count, store.Bytes).Should().Be((0, 0));

        LocalEntry second = Entry("a");
        store.Put(second).Should().BeTrue();
        memory.Say();
        store.TryGet(StoreEntries.Key("a"), out got).Should().BeTrue("what is said late is said of the first");
        got.Should().BeSameAs(second);
        store.Evicted.Should().Be(1);
    }

    [Fact]
    public void Put_Replacing_TakesThePredecessorOutAndStaysWhenThatIsSaid()
    {
        var memory = new ManualMemory();
        LocalStore store = Over(memory);
        store.Put(Entry("a", sequence: 1)).Should().BeTrue();
        LocalEntry second = Entry("a", sequence: 2);
        store.Put(second).Should().BeTrue();
        memory.Count.Should().Be(1);

        memory.Say();
        store.TryGet(StoreEntries.Key("a"), out LocalEntry? got).Should().BeTrue();
        got.Should().BeSameAs(second);
        (store.Count, store.Evicted).Should().Be((1, 0));
    }

    [Fact]
    public void Put_OlderThanWhatIsThere_LeavesNothingInTheMemory()
    {
        var memory = new ManualMemory();
        LocalStore store = Over(memory);
        store.Put(Entry("a", sequence: 2)).Should().BeTrue();
        store.Put(Entry("a", sequence: 1)).Should().BeFalse();
        (memory.Count, store.Count).Should().Be((1, 1));
    }

    [Fact]
    public void Put_NoRoomBesideItsPredecessor_TakesItsPlace()
    {
        var memory = new ManualMemory(limit: 1);
        LocalStore store = Over(memory);
        store.Put(Entry("a", sequence: 1)).Should().BeTrue();
        LocalEntry second = Entry("a", sequence: 2);
        store.Put(second).Should().BeTrue();

        // Among it that the first offer was refused.
        memory.Say();
        store.TryGet(StoreEntries.Key("a"), out LocalEntry? got).Should().BeTrue();
        got.Should().BeSameAs(second);
        (memory.Count, store.Count).Should().Be((1, 1));
    }

    [Fact]
    public void Put_NoRoom_IsRefusedAndTheOthersStay()
    {
        var memory = new ManualMemory(limit: 1);
        LocalStore store = Over(memory);
        store.Put(Entry("a")).Should().BeTrue();
        store.Put(Entry("b")).Should().BeFalse();
        memory.Say();
        store.TryGet(StoreEntries.Key("a"), out _).Should().BeTrue();
        store.TryGet(StoreEntries.Key("b"), out _).Should().BeFalse();
    }

    [Fact]
    public void Put_LifeIsOver_IsNotTaken()
    {
        LocalStore store = Over(new ManualMemory());
        store.Put(StoreEntries.Entry("a", expiresAt: -1)).Should().BeFalse();
    }

    [Fact]
    public void Memory_Disposed_IsEmptyAndSilent()
    {
        var memory = new MemoryCache(new MemoryCacheOptions());
        LocalStore store = Over(memory);
        LocalEntry kept = Entry("kept");
        store.Put(kept).Should().BeTrue();
        store.Put(Entry("b")).Should().BeTrue();
        memory.Dispose();

        store.TryGet(StoreEntries.Key("b"), out _).Should().BeFalse();
        (store.Count, store.Bytes).Should().Be((0, 0), "nobody else would ever clear it");
        store.Put(Entry("c")).Should().BeFalse();
        store.Remove(kept).Should().BeFalse();
        store.RemoveOlder(EntryMember.Of("r", "kept"), 9);
        store.LeaveHost();
    }

    [Fact]
    public void Memory_DisposedBeforeAPut_IsEmpty()
    {
        var memory = new MemoryCache(new MemoryCacheOptions());
        LocalStore store = Over(memory);
        store.Put(Entry("a")).Should().BeTrue();
        memory.Dispose();
        store.Put(Entry("b")).Should().BeFalse();
        store.Count.Should().Be(0);
    }

    [Fact]
    public void LeaveHost_TakesOnlyItsOwnOut()
    {
        using var memory = new MemoryCache(new MemoryCacheOptions());
        memory.Set("host's", 1);
        LocalStore store = Over(memory);
        LocalStore other = Over(memory);
        store.Put(Entry("a")).Should().BeTrue();
        other.Put(Entry("a")).Should().BeTrue();
        store.LeaveHost();
        memory.Count.Should().Be(2);
        other.TryGet(StoreEntries.Key("a"), out _).Should().BeTrue();
    }

    [Fact]
    public void TryGet_OnEitherStore_AllocatesNothing()
    {
        using var memory = new MemoryCache(new MemoryCacheOptions());
        foreach (LocalStore store in (LocalStore[])[new LocalStore(10, 1_000), Over(memory)])
        {
            store.Put(Entry("a")).Should().BeTrue();
            EntryKey key = StoreEntries.Key("a");
            Read(store, key, 100);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Read(store, key, 1_000);
            (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
        }

        static void Read(LocalStore store, in EntryKey key, int times)
        {
            for (int i = 0; i < times; i++)
            {
                store.TryGet(key, out _);
            }
        }
    }

    [Fact]
    public async Task Store_ManyThreadsAndAMemoryThatIsCompactedAndCleared_EndsAsTheMemorySays()
    {
        using var memory = new MemoryCache(new MemoryCacheOptions { SizeLimit = 400 });
        LocalStore store = Over(memory);
        using var stop = new CancellationTokenSource();
        Task[] workers = [.. Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
        {
            var random = new Random(worker);
            for (int i = 0; i < 20_000; i++)
            {
                string text = $"k{random.Next(60)}";
                EntryKey key = StoreEntries.Key(text);
                switch (random.Next(10))
                {
                    case < 3:
                        store.Put(Entry(text, sequence: i, size: random.Next(1, 20)));
                        break;
                    case < 8:
                        (!store.TryGet(key, out LocalEntry? got) || got.KeyText == text).Should().BeTrue();
                        break;
                    case 8:
                        store.RemoveOlder(EntryMember.Of("r", text), i);
                        break;
                    default:
                        store.RemoveWhere(e => e.Size == random.Next(1, 20));
                        break;
                }
            }
        }))];
        Task trouble = Task.Run(() =>
        {
            for (int i = 0; !stop.IsCancellationRequested; i++)
            {
                if (i % 2 == 0)
                {
                    memory.Compact(0.5);
                }
                else
                {
                    memory.Clear();
                }
            }
        });
        await Task.WhenAll(workers);
        await stop.CancelAsync();
        await trouble;

        // What is said late has been said when both agree, and a look at each key makes them agree at once.
        for (int i = 0; i < 60; i++)
        {
            store.TryGet(StoreEntries.Key($"k{i}"), out _);
        }

        store.Count.Should().Be(memory.Count);
        store.RemoveWhere(static _ => true);
        (store.Count, store.Bytes, memory.Count).Should().Be((0, 0, 0));
    }

    private static LocalStore Over(IMemoryCache memory) => new(new HostMemory(memory, MemoryCacheEntrySize.Bytes, new CoarseClock(new FakeTimeProvider())));

    private static LocalEntry Entry(string text, long sequence = 0, long size = 1, RegionSettings? region = null) => StoreEntries.Entry(text, sequence, size, region, expiresAt: Later);
}
