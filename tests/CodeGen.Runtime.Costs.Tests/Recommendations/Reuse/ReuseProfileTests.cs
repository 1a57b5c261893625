using System.Globalization;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests.Recommendations.Reuse;

/// <summary>What a profile says would have been is what a cache that is simulated call by call would have done.</summary>
public sealed class ReuseProfileTests
{
    private const long Plenty = 1L << 40;
    private static readonly ReuseRegion s_hour = new("code", TimeSpan.FromHours(1));
    private static readonly DateOnly s_first = new(2026, 1, 1);
    private static readonly DateOnly s_last = new(2027, 1, 1);

    [Fact]
    public void TimesToLive_AnyCalls_AreThoseOfACacheWithThatLife() => ReuseTrace.Calls.Sample(
        static calls =>
        {
            ReuseProfile profile = Profile(Plenty, Plenty, s_hour);
            TimeSpan[] times = ReuseFactors.Times(s_hour.TimeToLive);
            var real = new NaiveCache(Plenty, Plenty, s_hour.TimeToLive);
            NaiveCache[] otherwise = [.. times.Select(static time => new NaiveCache(Plenty, Plenty, time))];
            var trace = new ReuseTrace(profile, s_hour, real, otherwise);
            trace.Play(calls);

            IReadOnlyList<ReusePoint> curve = profile.TimesToLive("code", s_first, s_last);
            curve.Select(static point => point.Saved).Should().Equal(trace.Accesses == 0 ? curve.Select(static _ => 0m) : otherwise.Select(cache => real.Paid - cache.Paid));
            curve.Select(point => Hits(point, trace)).Should().Equal(curve.Count == 0 ? [] : otherwise.Select(static cache => (double)cache.Hits));
        },
        iter: 2_000);

    [Theory]
    [InlineData(4, Plenty)]
    [InlineData(Plenty, 120)]
    [InlineData(5, 90)]
    public void Sizes_AnyCalls_AreThoseOfACacheOfThatSize(long maxEntries, long maxBytes) => ReuseTrace.Calls.Sample(
        calls =>
        {
            ReuseProfile profile = Profile(maxEntries, maxBytes, s_hour);
            var real = new NaiveCache(maxEntries, maxBytes, s_hour.TimeToLive);
            NaiveCache[] otherwise = [.. ReuseFactors.Sizes.Select(factor => new NaiveCache((long)(maxEntries * factor), (long)(maxBytes * factor), s_hour.TimeToLive))];
            var trace = new ReuseTrace(profile, s_hour, real, otherwise);
            trace.Play(calls);

            IReadOnlyList<ReusePoint> curve = profile.Sizes(s_first, s_last);
            curve.Select(static point => point.Saved).Should().Equal(otherwise.Select(cache => real.Paid - cache.Paid));
            curve.Select(point => Hits(point, trace)).Should().Equal(otherwise.Select(static cache => (double)cache.Hits));
        },
        iter: 1_000);

    [Fact]
    public void Sizes_SampledTenth_AreNearThoseOfAllKeys()
    {
        const int Entries = 2_000;
        ReuseProfile profile = Profile(Entries, Plenty, s_hour, share: 0.1);
        var all = new ReuseOrderCount(Entries);
        foreach (int key in Zipf(200_000, 20_000, seed: 7))
        {
            all.Get(key, profile);
        }

        IReadOnlyList<ReusePoint> curve = profile.Sizes(s_first, s_last);
        for (int size = 0; size < curve.Count; size++)
        {
            // Which of the keys that are asked for most are in the sample decides its hit ratio; misses are of all the others.
            double left = (1 - all.HitRatio(size)) / (1 - all.HitRatio(0));
            ((1 - curve[size].HitRatio) / (1 - curve[0].HitRatio)).Should().BeApproximately(left, 0.03, "of {0} times the size", curve[size].Factor);
            curve[size].HitRatio.Should().BeApproximately(all.HitRatio(size), 0.1, "of {0} times the size", curve[size].Factor);
            curve[size].Saved.Should().BeApproximately(all.Saved(size), all.Paid * 0.02m, "of {0} times the size", curve[size].Factor);
        }
    }

    [Fact]
    public void Observe_MoreKeysThanAreTracked_LowersTheShareAndStaysBounded()
    {
        ReuseProfile profile = Profile(1_000, Plenty, s_hour, maxKeys: 64);
        DateTimeOffset now = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
        for (int key = 0; key < 20_000; key++)
        {
            Make(profile, key, now.AddSeconds(key));
            profile.TrackedKeys.Should().BeLessThanOrEqualTo(64);
        }

        profile.Share.Should().BeLessThan(0.05);
        profile.TrackedKeys.Should().BeGreaterThan(16);
    }

    [Fact]
    public void Observe_AsManyKeysAsAreTracked_TakesLessThanAKilobyteEach()
    {
        ReuseProfile profile = Profile(1_000, Plenty, s_hour);
        DateTimeOffset now = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
        Make(profile, 0, now);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int key = 1; key < ReuseProfile.DefaultMaxKeys; key++)
        {
            profile.Observe(new ReuseEvent { Region = "code", KeyHash = ReuseTrace.HashOf(key), At = now, Kind = ReuseEventKind.Stored, Bytes = 100, Cost = 0.5m, Life = TimeSpan.FromHours(1) });
        }

        long each = (GC.GetAllocatedBytesForCurrentThread() - before) / ReuseProfile.DefaultMaxKeys;
        each.Should().BeLessThan(1_024).And.BeGreaterThan(200);
        profile.TrackedKeys.Should().Be(ReuseProfile.DefaultMaxKeys);
    }

    [Fact]
    public void Observe_FallingShare_StillCountsWhatEachKeyStandsFor()
    {
        // 4,000 keys are asked for again after two hours: nothing of it is at hand after one.
        ReuseProfile profile = Profile(Plenty, Plenty, s_hour, maxKeys: 512);
        DateTimeOffset now = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
        for (int round = 0; round < 20; round++)
        {
            for (int key = 0; key < 4_000; key++)
            {
                Make(profile, key, now.AddHours(2 * round).AddMilliseconds(key), round == 0 ? ReuseEventKind.Miss : ReuseEventKind.MissExpired);
            }
        }

        // A saving is none at twice the hour: the value is over as it is asked for.
        IReadOnlyList<ReusePoint> curve = profile.TimesToLive("code", s_first, s_last);
        curve[0].Saved.Should().Be(0);
        decimal made = 4_000 * 20 * 0.5m;
        curve[3].Saved.Should().BeApproximately(made * 18 / 20, made * 0.12m);
    }

    [Fact]
    public void Observe_SameEvents_GivesTheSameProfile()
    {
        IReadOnlyList<ReusePoint>[] curves = [.. Enumerable.Range(0, 2).Select(static _ =>
        {
            ReuseProfile profile = Profile(200, Plenty, s_hour, maxKeys: 128);
            var all = new ReuseOrderCount(200);
            foreach (int key in Zipf(20_000, 2_000, seed: 3))
            {
                all.Get(key, profile);
            }

            return profile.Sizes(s_first, s_last);
        })];

        curves[0].Should().Equal(curves[1]);
        curves[0][^1].Saved.Should().BePositive();
    }

    [Fact]
    public void Observe_ManyThreads_CountsAllAndStaysBounded()
    {
        ReuseProfile profile = Profile(100, Plenty, s_hour, maxKeys: 256);
        DateTimeOffset now = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
        Parallel.For(0, 8, thread =>
        {
            for (int i = 0; i < 5_000; i++)
            {
                Make(profile, (thread * 5_000) + i, now.AddSeconds(i));
                _ = profile.Sizes(s_first, s_last);
            }
        });

        profile.TrackedKeys.Should().BeLessThanOrEqualTo(256);
        profile.DaysOf(s_first, s_last).Single().All.Single().Paid.Should().BeApproximately(40_000 * 0.5m, 40_000 * 0.5m * 0.2m);
    }

    [Fact]
    public void Define_AnotherTimeToLive_BeginsAnew()
    {
        ReuseProfile profile = Profile(100, Plenty, s_hour);
        Make(profile, 1, new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));
        profile.Define(s_hour with { Setting = "A:B" }).Should().BeTrue();
        profile.DaysOf(s_first, s_last).Should().ContainSingle();

        profile.Define(s_hour with { TimeToLive = TimeSpan.FromHours(2) }).Should().BeTrue();

        profile.DaysOf(s_first, s_last).Should().BeEmpty();
        profile.TrackedKeys.Should().Be(0);
    }

    [Fact]
    public void Define_MoreRegionsThanAreProfiled_IsRefused()
    {
        ReuseProfile profile = Profile(100, Plenty, s_hour);
        for (int i = 1; i < ReuseProfile.MaxRegions; i++)
        {
            profile.Define(new ReuseRegion(i.ToString(CultureInfo.InvariantCulture), TimeSpan.FromHours(1))).Should().BeTrue();
        }

        profile.Define(new ReuseRegion("one more", TimeSpan.FromHours(1))).Should().BeFalse();
    }

    internal static void Make(ReuseProfile profile, int key, DateTimeOffset at, ReuseEventKind kind = ReuseEventKind.Miss)
    {
        foreach (ReuseEventKind each in new[] { kind, ReuseEventKind.Stored })
        {
            profile.Observe(new ReuseEvent { Region = "code", KeyHash = ReuseTrace.HashOf(key), At = at, Kind = each, Bytes = 100, Cost = 0.5m, Life = TimeSpan.FromHours(1) });
        }
    }

    private static double Hits(ReusePoint point, ReuseTrace trace) => Math.Round(point.HitRatio * trace.Accesses, 6);

    private static ReuseProfile Profile(long maxEntries, long maxBytes, ReuseRegion region, double share = 1, int maxKeys = ReuseProfile.DefaultMaxKeys)
    {
        var profile = new ReuseProfile(new ReuseCache(string.Empty, "CodeGenRuntime:Cache", maxEntries, maxBytes, TimeSpan.FromDays(1)), share: share, maxKeys: maxKeys);
        profile.Define(region).Should().BeTrue();
        return profile;
    }

    private static IEnumerable<int> Zipf(int accesses, int keys, int seed)
    {
        var random = new Random(seed);
        double[] sums = new double[keys];
        double sum = 0;
        for (int i = 0; i < keys; i++)
        {
            sums[i] = sum += 1 / Math.Pow(i + 1, 0.8);
        }

        for (int i = 0; i < accesses; i++)
        {
            int at = Array.BinarySearch(sums, random.NextDouble() * sum);
            yield return at < 0 ? ~at : at;
        }
    }
}
