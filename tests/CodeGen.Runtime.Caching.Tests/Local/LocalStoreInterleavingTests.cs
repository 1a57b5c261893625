using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Local;

/// <summary>
/// Every way in which a few writes can fall between the steps of one look, on one chain. The reader here goes by the entries' own links, one at a time, as the table's readers do; what it finds must be
/// what the key had at some moment between its first step and its last.
/// </summary>
public sealed class LocalStoreInterleavingTests
{
    private const int Writes = 3;

    /// <summary>The longest walk: three entries that are there, and each write may put one more in the way.</summary>
    private const int Steps = 3 + Writes + 1;

    private static readonly string[] s_texts = StoreEntries.OfOneChain(4);

    [Theory]
    [InlineData(100)]
    [InlineData(3)]
    public void Look_WritesBetweenItsSteps_FindsWhatWasThereMeanwhile(int maxEntries)
    {
        var wrong = new List<string>();
        foreach (int[] writes in Tuples(2 * s_texts.Length, Writes))
        {
            foreach (int[] moments in Tuples(Steps, Writes).Where(static m => m[0] <= m[1] && m[1] <= m[2]))
            {
                for (int sought = 0; sought < s_texts.Length; sought++)
                {
                    if (!IsRight(maxEntries, writes, moments, s_texts[sought]))
                    {
                        wrong.Add($"look for {sought}, writes {string.Join(',', writes)} before steps {string.Join(',', moments)}");
                    }
                }
            }
        }

        wrong.Take(5).Should().BeEmpty("of {0} looks that were wrong, these are the first", wrong.Count);
    }

    [Fact]
    public void Look_TableGrowsUnderIt_EndsWhereverItStood()
    {
        var store = new LocalStore(10_000, long.MaxValue);
        Array.ForEach(s_texts, text => store.Put(StoreEntries.Entry(text)));
        LocalEntry[] stoodOn = [.. s_texts.Select(text => store.Peek(StoreEntries.Key(text))!)];
        for (int i = 0; i < 1_000; i++)
        {
            store.Put(StoreEntries.Entry($"other{i}"));
        }

        foreach (LocalEntry from in stoodOn)
        {
            int steps = 0;
            for (LocalEntry? entry = from; entry is not null; entry = entry.Next)
            {
                (++steps).Should().BeLessThanOrEqualTo(store.Count, "a chain has an end");
            }
        }
    }

    /// <summary>Writes are numbers: twice the text's to store it, one more to remove it.</summary>
    private static bool IsRight(int maxEntries, int[] writes, int[] moments, string sought)
    {
        var store = new LocalStore(maxEntries, long.MaxValue);
        Array.ForEach(s_texts[..3], text => store.Put(StoreEntries.Entry(text)));
        LocalEntry? at = null;
        var current = new List<LocalEntry?>();
        int done = 0;
        for (int step = 0; step == 0 || (at is not null && at.KeyText != sought); step++)
        {
            for (; done < Writes && moments[done] <= step; done++)
            {
                Write(store, writes[done], sequence: done + 1);
                current.Add(store.Peek(StoreEntries.Key(sought)));
            }

            if (step == 0)
            {
                current = [store.Peek(StoreEntries.Key(sought))];
            }

            at = step == 0 ? First(store) : at!.Next;
        }

        return current.Exists(entry => ReferenceEquals(entry, at));
    }

    private static void Write(LocalStore store, int write, int sequence)
    {
        string text = s_texts[write / 2];
        if (write % 2 == 0)
        {
            store.Put(StoreEntries.Entry(text, sequence));
        }
        else
        {
            store.RemoveOlder(StoreEntries.Key(text).Member, long.MaxValue);
        }
    }

    /// <summary>The one that no other leads to.</summary>
    private static LocalEntry? First(LocalStore store)
    {
        LocalEntry[] all = [.. s_texts.Select(text => store.Peek(StoreEntries.Key(text))).OfType<LocalEntry>()];
        return Array.Find(all, entry => !Array.Exists(all, other => ReferenceEquals(other.Next, entry)));
    }

    private static IEnumerable<int[]> Tuples(int values, int length) => length == 0
        ? [[]]
        : Tuples(values, length - 1).SelectMany(shorter => Enumerable.Range(0, values).Select(value => (int[])[.. shorter, value]));
}
