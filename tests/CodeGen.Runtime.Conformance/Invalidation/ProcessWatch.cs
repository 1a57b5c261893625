namespace CodeGen.Runtime.Conformance.Invalidation;

/// <summary>
/// Samples resident memory and open handles of each node. A node that is killed begins anew. The first third of a life is warming up; after it the median of the last third may be
/// at most a tenth and 16 MiB above that of the middle one, and 16 handles above it.
/// </summary>
internal sealed class ProcessWatch(Worker[] workers, TimeSpan run) : IDisposable
{
    private const int FewestSamples = 30;

    // A run of seconds has samples enough too.
    private readonly TimeSpan _every = TimeSpan.FromSeconds(Math.Clamp(run.TotalSeconds / 360, 0.1, 5));
    private readonly Dictionary<(int Node, int Process), List<(long Bytes, int Handles)>> _samples = [];
    private readonly Lock _gate = new();
    private Timer? _timer;

    public void Start() => _timer = new Timer(_ => Sample(), null, TimeSpan.Zero, _every);

    public void Stop()
    {
        _timer?.Dispose();
        _timer = null;
    }

    public void Judge(Report report)
    {
        var table = new Table("node, process", "MiB middle third", "MiB last third", "handles middle third", "handles last third", "samples");
        lock (_gate)
        {
            int judged = 0;
            foreach (((int node, int process), List<(long Bytes, int Handles)> samples) in _samples.OrderBy(static s => s.Key))
            {
                int third = samples.Count / 3;
                if (samples.Count < FewestSamples)
                {
                    continue;
                }

                judged++;
                long middle = Median(samples[third..(2 * third)], static s => s.Bytes);
                long last = Median(samples[(2 * third)..], static s => s.Bytes);
                long middleHandles = Median(samples[third..(2 * third)], static s => s.Handles);
                long lastHandles = Median(samples[(2 * third)..], static s => s.Handles);
                table.Add($"{node}, {process}", middle >> 20, last >> 20, middleHandles, lastHandles, samples.Count);
                report.Check(last <= middle + (middle / 10) + (16L << 20), $"memory of node {node}", $"at most a tenth and 16 MiB above {middle:#,0} bytes", $"{last:#,0}");
                report.Check(lastHandles <= middleHandles + 16, $"handles of node {node}", $"at most {middleHandles + 16}", lastHandles);
            }

            report.Check(judged > 0, "processes that lived long enough to be judged", "more than 0", judged);
        }

        table.Write("what the processes held");
    }

    public void Dispose() => Stop();

    private static long Median(List<(long Bytes, int Handles)> samples, Func<(long Bytes, int Handles), long> of)
    {
        long[] sorted = [.. samples.Select(of).Order()];
        return sorted[sorted.Length / 2];
    }

    private void Sample()
    {
        lock (_gate)
        {
            foreach (Worker worker in workers)
            {
                if (worker.Measure() is { } found)
                {
                    if (!_samples.TryGetValue((worker.Number, found.Process), out List<(long, int)>? samples))
                    {
                        _samples[(worker.Number, found.Process)] = samples = [];
                    }

                    samples.Add((found.Bytes, found.Handles));
                }
            }
        }
    }
}
