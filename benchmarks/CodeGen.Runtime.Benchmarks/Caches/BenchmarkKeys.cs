namespace CodeGen.Runtime.Benchmarks;

/// <summary>Keys of 24 characters, asked for by Zipf's law with exponent 0.99: the same sequence in every run.</summary>
internal static class BenchmarkKeys
{
    private const int Seed = 42;

    public static string[] Make(int count) => [.. Enumerable.Range(0, count).Select(static i => $"code_gen:p{i % 97:00}:f{i:0000000000}:x")];

    /// <summary>Indices of keys, ranks shuffled so that hot keys are spread over memory.</summary>
    public static int[] Zipf(int keys, int length)
    {
        var random = new Random(Seed);
        var cumulative = new double[keys];
        double sum = 0;
        for (int i = 0; i < keys; i++)
        {
            cumulative[i] = sum += 1 / Math.Pow(i + 1, 0.99);
        }

        int[] place = [.. Enumerable.Range(0, keys)];
        random.Shuffle(place);
        var sequence = new int[length];
        for (int i = 0; i < length; i++)
        {
            int found = Array.BinarySearch(cumulative, random.NextDouble() * sum);
            sequence[i] = place[Math.Min(found < 0 ? ~found : found, keys - 1)];
        }

        return sequence;
    }
}
