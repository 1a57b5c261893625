using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Local;

/// <summary>What the store keeps against what a list in the order of use would keep.</summary>
public sealed class LocalStoreHitRatioTests
{
    private const int Keys = 20_000;
    private const int Reads = 400_000;

    [Theory]
    [InlineData(200)]
    [InlineData(1_000)]
    [InlineData(5_000)]
    public void HitRatio_SkewedReads_IsAtLeastThatOfLeastRecentlyUsed(int capacity)
    {
        int[] reads = Skewed(seed: 7);
        Hits(reads, capacity).Should().BeGreaterThan(LeastRecentlyUsedHits(reads, capacity));
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(5_000)]
    public void HitRatio_SkewedReadsWithScans_IsAtLeastThatOfLeastRecentlyUsed(int capacity)
    {
        int[] skewed = Skewed(seed: 8);
        var reads = new List<int>();
        for (int i = 0; i < skewed.Length; i++)
        {
            reads.Add(skewed[i]);
            if (i % 20_000 == 0)
            {
                reads.AddRange(Enumerable.Range(Keys + i, 2_000));
            }
        }

        Hits([.. reads], capacity).Should().BeGreaterThan(LeastRecentlyUsedHits([.. reads], capacity));
    }

    private static int Hits(int[] reads, int capacity)
    {
        var store = new LocalStore(capacity, long.MaxValue);
        int hits = 0;
        foreach (int key in reads)
        {
            string text = $"k{key}";
            if (store.TryGet(StoreEntries.Key(text), out _))
            {
                hits++;
            }
            else
            {
                store.Put(StoreEntries.Entry(text));
            }
        }

        return hits;
    }

    private static int LeastRecentlyUsedHits(int[] reads, int capacity)
    {
        var order = new LinkedList<int>();
        var places = new Dictionary<int, LinkedListNode<int>>();
        int hits = 0;
        foreach (int key in reads)
        {
            if (places.TryGetValue(key, out LinkedListNode<int>? place))
            {
                hits++;
                order.Remove(place);
                order.AddFirst(place);
                continue;
            }

            places[key] = order.AddFirst(key);
            if (places.Count > capacity)
            {
                places.Remove(order.Last!.Value);
                order.RemoveLast();
            }
        }

        return hits;
    }

    /// <summary>Reads by a Zipf law with exponent 0.99.</summary>
    private static int[] Skewed(int seed)
    {
        var random = new Random(seed);
        double[] sums = new double[Keys];
        double sum = 0;
        for (int i = 0; i < Keys; i++)
        {
            sums[i] = sum += Math.Pow(i + 1, -0.99);
        }

        var reads = new int[Reads];
        for (int i = 0; i < Reads; i++)
        {
            int at = Array.BinarySearch(sums, random.NextDouble() * sum);
            reads[i] = Math.Min(Keys - 1, at < 0 ? ~at : at);
        }

        return reads;
    }
}
