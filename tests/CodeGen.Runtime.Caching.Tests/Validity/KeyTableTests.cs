using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Validity;

/// <summary>The bounded memory of single keys against one without bounds.</summary>
public sealed class KeyTableTests
{
    [Fact]
    public void Table_RecordsInAnyOrder_NeverSilentAboveTheFloor() =>
        Gen.Select(Gen.Int[1, 5], Gen.Select(Gen.Int[0, 9], Gen.Long[1, 60], Gen.Bool).Array[0, 80]).Sample((max, raises) =>
        {
            var table = new KeyTable(max);
            var all = new Dictionary<string, long>();
            foreach ((int member, long sequence, bool inline) in raises)
            {
                string name = $"k{member}";
                table.Raise(name, new KeyRecord(1, sequence, inline, inline ? new byte[1] : default, 0));
                all[name] = Math.Max(all.GetValueOrDefault(name), sequence);
                table.Count.Should().BeLessThanOrEqualTo(max);
                foreach ((string key, long last) in all)
                {
                    long known = table.Find(key)?.Sequence ?? 0;
                    known.Should().BeLessThanOrEqualTo(last);

                    // A value stamped just before the last record is dead: the table says so, or the floor says that it does not know.
                    (known >= last || table.Floor >= last).Should().BeTrue($"{key} was raised to {last}, the table knows {known} and has its floor at {table.Floor}");
                }
            }
        });

    [Fact]
    public void Table_ManyInlineValues_KeepsTheRecordsAndTheNewestValues()
    {
        var table = new KeyTable(5_000);
        for (int i = 1; i <= 3_000; i++)
        {
            table.Raise($"k{i}", new KeyRecord(1, i, true, new byte[1], 0));
        }

        table.Find("k1")!.Inline.IsEmpty.Should().BeTrue();
        table.Find("k1")!.Sequence.Should().Be(1);
        table.Find("k3000")!.Inline.IsEmpty.Should().BeFalse();
        Enumerable.Range(1, 3_000).Count(i => !table.Find($"k{i}")!.Inline.IsEmpty).Should().Be(1_024);
    }

    [Fact]
    public void Table_OneKeyRaisedForEver_StaysSmallAndKnowsIt()
    {
        var table = new KeyTable(4);
        table.Raise("kother", new KeyRecord(1, 1, false, default, 0));
        for (int i = 2; i <= 1_000; i++)
        {
            table.Raise("k", new KeyRecord(1, i, false, default, 0));
        }

        table.Find("k")!.Sequence.Should().Be(1_000);
        table.Find("kother")!.Sequence.Should().Be(1, "there is room for it");
        table.Floor.Should().Be(0, "nothing was forgotten");
        table.Places.Should().BeLessThan(100);
    }
}
