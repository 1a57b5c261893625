using System.Diagnostics;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>
/// How long a hit in the second tier takes, G11: every cache and the yardstick take turns, one call each, so that whatever else the machine does meets all of them; the median call of each counts.
/// </summary>
internal static class SharedHitMeasure
{
    private const int WarmUp = 400;

    /// <summary>Microseconds by cache.</summary>
    public static async Task<Dictionary<string, double>> RunAsync(ReportMode mode, int kilobytes)
    {
        var documents = new SharedHitBenchmarks { Kilobytes = kilobytes };
        await documents.SetupAsync();
        try
        {
            (string Peer, Func<Task> Call)[] calls =
            [
                (Peer.Raw, documents.StringGet), (Peer.Ours, documents.Ours), (Peer.Hybrid, documents.HybridCache), (Peer.Fusion, documents.FusionCache),
            ];
            int rounds = 50 * mode.Rounds;
            var taken = calls.ToDictionary(c => c.Peer, _ => new List<double>(rounds));
            for (int i = -WarmUp; i < rounds; i++)
            {
                foreach ((string peer, Func<Task> call) in calls)
                {
                    long began = Stopwatch.GetTimestamp();
                    await call();
                    if (i >= 0)
                    {
                        taken[peer].Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
                    }
                }
            }

            return taken.ToDictionary(t => t.Key, t => t.Value.Order().ElementAt(rounds / 2));
        }
        finally
        {
            await documents.CleanupAsync();
        }
    }
}
