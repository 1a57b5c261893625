using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Local;

/// <summary>
/// Readers without a lock beside writers. Each test lets a reader look again and again until the writers have done all their work, so that every step of theirs meets a reader somewhere; what is
/// asserted holds at every moment, so no luck makes a right store fail.
/// </summary>
public sealed class LocalStoreConcurrencyTests
{
    private const int Writes = 60_000;

    [Fact]
    public async Task TryGet_TableGrowsAroundIt_NeverMissesWhatIsThere()
    {
        var store = new LocalStore(10 * Writes, long.MaxValue);
        string[] stable = [.. Enumerable.Range(0, 48).Select(i => $"stable{i}")];
        foreach (string text in stable)
        {
            store.Put(StoreEntries.Entry(text)).Should().BeTrue();
        }

        await BesideAsync(
            round =>
            {
                string text = stable[round % stable.Length];
                return store.TryGet(StoreEntries.Key(text), out LocalEntry? entry) && entry.KeyText == text;
            },
            () =>
            {
                for (int i = 0; i < Writes; i++)
                {
                    store.Put(StoreEntries.Entry($"other{i}"));
                }
            });
        store.Count.Should().Be(Writes + stable.Length);
    }

    [Fact]
    public async Task TryGet_NeighboursComeAndGo_NeverMissesWhatIsThereNorFindsAnother()
    {
        // Few chains and many removals: a reader stands on entries that are taken out under it.
        var store = new LocalStore(10_000, long.MaxValue);
        string[] stable = [.. Enumerable.Range(0, 24).Select(i => $"stable{i}")];
        foreach (string text in stable)
        {
            store.Put(StoreEntries.Entry(text));
        }

        await BesideAsync(
            round =>
            {
                string text = stable[round % stable.Length];
                return store.TryGet(StoreEntries.Key(text), out LocalEntry? entry)
                    && entry.KeyText == text
                    && (!store.TryGet(StoreEntries.Key($"other{round % 32}"), out LocalEntry? other) || other.KeyText == $"other{round % 32}");
            },
            () =>
            {
                for (int i = 0; i < Writes; i++)
                {
                    LocalEntry entry = StoreEntries.Entry($"other{i % 32}");
                    store.Put(entry);
                    store.Remove(entry);
                }
            });
        store.Count.Should().Be(stable.Length);
    }

    [Fact]
    public async Task TryGet_EntryIsReplaced_FindsTheOldOrTheNewOne()
    {
        var store = new LocalStore(16, long.MaxValue);
        string[] texts = StoreEntries.OfOneChain(4);

        // Those that come later stand before it in its chain, so that a reader is on its way when it is replaced.
        string text = texts[0];
        Array.ForEach(texts, each => store.Put(StoreEntries.Entry(each)));
        long seen = 0;
        await BesideAsync(
            _ =>
            {
                if (!store.TryGet(StoreEntries.Key(text), out LocalEntry? entry) || entry.Stamp.Sequence < seen)
                {
                    return false;
                }

                seen = entry.Stamp.Sequence;
                return true;
            },
            () =>
            {
                for (int i = 1; i <= Writes; i++)
                {
                    store.Put(StoreEntries.Entry(text, sequence: i));
                }
            });
        store.Peek(StoreEntries.Key(text))!.Stamp.Sequence.Should().Be(Writes);
        store.Count.Should().Be(texts.Length);
    }

    [Fact]
    public async Task RemoveOlder_HasReturned_NobodyFindsWhatIsOlder()
    {
        var store = new LocalStore(64, long.MaxValue);
        string member = StoreEntries.Key("k").Member;
        long removed = -1;
        await BesideAsync(
            _ =>
            {
                // Read before the look: what was removed by then must not be found.
                long floor = Volatile.Read(ref removed);
                return !store.TryGet(StoreEntries.Key("k"), out LocalEntry? entry) || entry.Stamp.Sequence > floor;
            },
            () =>
            {
                for (int i = 0; i < Writes; i++)
                {
                    store.Put(StoreEntries.Entry("k", sequence: i));
                    store.RemoveOlder(member, i + 1);
                    Volatile.Write(ref removed, i);
                }
            });
        store.Count.Should().Be(0);
    }

    [Fact]
    public async Task Put_SeveralWriters_BoundsHoldAtEveryMoment()
    {
        const int MaxEntries = 100;
        const long MaxBytes = 1_000;
        var store = new LocalStore(MaxEntries, MaxBytes);
        await BesideAsync(
            _ => store.Count is >= 0 and <= MaxEntries && store.Bytes is >= 0 and <= MaxBytes,
            () => Parallel.For(0, 4, writer =>
            {
                for (int i = 0; i < Writes / 4; i++)
                {
                    string text = $"k{(i * 31) + (writer * 7) & 0x3FF}";
                    switch (i % 5)
                    {
                        case 4:
                            store.RemoveOlder(StoreEntries.Key(text).Member, long.MaxValue);
                            break;
                        case 3:
                            store.TryGet(StoreEntries.Key(text), out _);
                            break;
                        default:
                            store.Put(StoreEntries.Entry(text, sequence: i, size: (i % 40) + 1));
                            break;
                    }
                }
            }));

        store.RemoveWhere(static _ => true);
        store.Count.Should().Be(0);
        store.Bytes.Should().Be(0);
    }

    /// <summary>Looks for as long as the writers work, and once more after they are done.</summary>
    private static async Task BesideAsync(Func<int, bool> look, Action write)
    {
        using var started = new ManualResetEventSlim();
        Task writing = Task.Factory.StartNew(
            () =>
            {
                started.Wait();
                write();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        int failed = 0, looks = 0;
        started.Set();
        while (!writing.IsCompleted)
        {
            failed += look(looks++) ? 0 : 1;
        }

        await writing;
        failed += look(looks) ? 0 : 1;
        failed.Should().Be(0, "one of {0} looks failed", looks);
    }
}
