using CodeGen.Runtime.Caching.Tests.Keys;
using CodeGen.Runtime.Coordination;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Validity;

/// <summary>What a node knows, against every record there ever was.</summary>
public sealed class ValidityTableTests
{
    private static readonly RegionSettings s_region = new("default", new RegionOptions(), new TieredCacheOptions());
    private static readonly string[] s_keys = ["a:x:1", "a:x:2", "a:y:1", "a", "b:x:1", "b"];
    private static readonly string[] s_patterns = ["a:*", "a:?:1", "*:x:*", "b*", "*", "?", "[ab]:x:[12]", "a:x:*"];
    private static readonly string[] s_prefixes = ["a:", "a:x:", "a:x:1:", "b:", "b:x:"];
    private static readonly Gen<string> s_member = Gen.Frequency(
        (4, Gen.OneOfConst(s_patterns).Select(static p => "p" + p)),
        (3, Gen.OneOfConst(s_prefixes).Select(static p => "s" + p)),
        (2, Gen.OneOfConst("tone", "ttwo", "rdefault", "rother", "a")),
        (3, Gen.OneOfConst(s_keys).Select(static k => EntryMember.Of("default", k))));

    private static readonly Gen<(string Member, int Floor)[]> s_events = Gen.Select(s_member, Gen.Int[0, 12]).Array[0, 40];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(100, 100)]
    public void Judge_AnyRecords_NeverCallsTheDeadValid(int maxPatterns, int maxKeys) => s_events.Sample(events =>
    {
        var table = new ValidityTable(maxPatterns, maxKeys);
        table.SetHorizon(new LogHorizon(7, 0, 0));
        var all = new List<(string Member, long Sequence)>();
        long floor = 0;
        foreach ((string member, int floorStep) in events)
        {
            long sequence = all.Count + 1;
            long[] before = [.. s_keys.Select(k => table.Generations.Read(Generations.StripeOf(k)))];
            all.Add((member, sequence));
            if (member[0] == LogRecord.ShortLivedKind)
            {
                table.Keys.Raise(member, new KeyRecord(7, sequence, false, default, 0));
            }
            else
            {
                table.Raise(member, sequence);
                for (int i = 0; i < s_keys.Length; i++)
                {
                    (Concerns(member, s_keys[i], []) && table.Generations.Read(Generations.StripeOf(s_keys[i])) == before[i]).Should()
                        .BeFalse($"hits of {s_keys[i]} have to look at {member}");
                }
            }

            if (floorStep == 0 && sequence > 3)
            {
                floor = sequence - 3;
                table.SetHorizon(new LogHorizon(7, floor, 0));
            }

            table.PatternCount.Should().BeLessThanOrEqualTo(maxPatterns);
            CheckAll(table, all, floor, exact: maxPatterns >= 100);
        }
    });

    [Fact]
    public void Judge_AnotherEpoch_IsAMiss()
    {
        var table = new ValidityTable(10, 10);
        table.SetHorizon(new LogHorizon(7, 0, 0));
        table.Raise("sa:", 5);

        table.SetHorizon(new LogHorizon(8, 0, 0));

        table.Judge(Subject("a:x:1", [], 7, 100)).Should().Be(CacheMissReason.Epoch);
        table.Judge(Subject("a:x:1", [], 8, 0)).Should().Be(CacheMissReason.None);
        table.ScopeCount.Should().Be(0);
    }

    [Fact]
    public void Generations_OneFamilyInvalidated_OthersStand()
    {
        string other = Enumerable.Range(0, 1_000).Select(static i => $"f{i}:x").First(static k => Generations.StripeOf(k) != Generations.StripeOf("a:x"));
        var table = new ValidityTable(10, 10);
        long mine = table.Generations.Read(Generations.StripeOf("a:x"));
        long others = table.Generations.Read(Generations.StripeOf(other));

        table.Raise("sa:x:", 1);
        table.Keys.Raise("kdefault\na:x", new KeyRecord(0, 2, false, default, 0));

        table.Generations.Read(Generations.StripeOf("a:x")).Should().Be(mine + 1);
        table.Generations.Read(Generations.StripeOf(other)).Should().Be(others);
        table.Raise("tone", 3);
        table.Generations.Read(Generations.StripeOf(other)).Should().Be(others + 1);
    }

    private static void CheckAll(ValidityTable table, List<(string Member, long Sequence)> all, long floor, bool exact)
    {
        foreach (string key in s_keys)
        {
            foreach (string[] tags in (string[][])[[], ["tone"], ["tone", "ttwo"]])
            {
                for (long stamp = Math.Max(0, all.Count - 6); stamp <= all.Count; stamp++)
                {
                    Subject subject = Subject(key, tags, 7, stamp);
                    bool valid = stamp >= floor && !all.Any(r => r.Sequence > stamp && Concerns(r.Member, key, tags));

                    // Below the floor of single keys the table sends to the log.
                    bool says = table.Judge(subject) == CacheMissReason.None && stamp >= table.Keys.Floor;
                    (says && !valid).Should().BeFalse($"{key} stamped {stamp} is dead");
                    if (exact)
                    {
                        says.Should().Be(valid);
                    }
                }
            }
        }
    }

    private static Subject Subject(string key, string[] tags, ulong epoch, long stamp) => new(new EntryKey(s_region, key), tags, new LogPosition(epoch, stamp));

    private static bool Concerns(string member, string key, string[] tags) => member[0] switch
    {
        'p' => NaiveGlob.IsMatch(member.AsSpan(1), key),
        's' => (key + ":").StartsWith(member[1..], StringComparison.Ordinal),
        't' => tags.Contains(member),
        'r' => member == "rdefault",
        'k' => member == EntryMember.Of("default", key),
        _ => true,
    };
}
