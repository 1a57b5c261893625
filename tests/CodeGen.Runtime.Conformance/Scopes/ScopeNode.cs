using System.Diagnostics.Metrics;
using System.Globalization;
using CodeGen.Runtime.Caching;

namespace CodeGen.Runtime.Conformance.Scopes;

/// <summary>A process of the scope run; does what the coordinator's lines say.</summary>
internal sealed class ScopeNode : IDisposable
{
    public const string Name = "node-scope";
    public const string Doomed = "p1";
    public const string Spared = "p2";
    public const int SparedKeys = 1_000;
    private const int Callers = 256;
    private static readonly string Value = new('x', 100);
    private readonly ITieredCache _cache;
    private readonly CacheRegion<ScopeKey, string> _region;
    private readonly CacheRegion<ScopeProbeKey, string> _probes;
    private readonly ScopeMemory _memory;
    private readonly int _node;
    private readonly MeterListener _meters = new();
    private long _localEntries;
    private Task _watching = Task.CompletedTask;

    private ScopeNode(ITieredCache cache, ScopeMemory memory, int node)
    {
        _cache = cache;
        _memory = memory;
        _node = node;
        _region = cache.Region<ScopeKey, string>();
        _probes = cache.Region<ScopeProbeKey, string>(r => (r.Name, r.UseSharedTier) = ("conf_scope_probe", false));
        _meters.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Name == CachingDiagnostics.LocalEntries)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<int>((_, value, _, _) => _localEntries = value);
        _meters.SetMeasurementEventCallback<long>((_, value, _, _) => _localEntries = value);
        _meters.Start();
    }

    public static async Task<int> RunAsync(Arguments arguments)
    {
        int node = arguments.Int("node", 0, 11);
        using ScopeMemory memory = ScopeMemory.Open(arguments.Text("memory"));
        await using ConformanceNode host = await ConformanceNode.StartAsync(
            arguments.Text("connection"),
            arguments.Text("namespace"),
            static b => b.ConfigureCoordination(static o =>
            {
                // The commands of renewals would be counted with those of the invalidation.
                o.MaxStaleness = TimeSpan.FromMinutes(1);
                o.CommandTimeout = TimeSpan.FromSeconds(30);
            }));
        using var self = new ScopeNode(host.Cache, memory, node);
        NodeProcesses.Say(NodeProcesses.ReadyLine);
        while (await NodeProcesses.NextLineAsync() is { } line)
        {
            switch (line.Split(' '))
            {
                case ["fill", var from, var to]:
                    await self.FillAsync(int.Parse(from, CultureInfo.InvariantCulture), int.Parse(to, CultureInfo.InvariantCulture));
                    break;
                case ["arm"]:
                    await self.ArmAsync();
                    break;
                case ["invalidate"]:
                    await self.InvalidateAsync();
                    break;
                case ["after", var keys]:
                    await self.AfterAsync(int.Parse(keys, CultureInfo.InvariantCulture));
                    break;
                default:
                    return 0;
            }

            NodeProcesses.Say(NodeProcesses.DoneLine);
        }

        return 0;
    }

    public void Dispose() => _meters.Dispose();

    private async Task FillAsync(int from, int to)
    {
        int next = from - 1;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            for (int item = Interlocked.Increment(ref next); item < to; item = Interlocked.Increment(ref next))
            {
                await _region.GetOrCreateAsync(new ScopeKey(Doomed, item), static (_, _, _) => ValueTask.FromResult(Value));
                _memory.CountFilled();
            }
        })));
        _meters.RecordObservableInstruments();
        NodeProcesses.Say($"LOCAL {_localEntries}");
    }

    private async Task ArmAsync()
    {
        for (int item = 0; item < SparedKeys; item++)
        {
            await _region.GetOrCreateAsync(new ScopeKey(Spared, item), static (_, _, _) => ValueTask.FromResult(Value));
        }

        var probe = new ScopeProbeKey(Doomed, "probe", 0);
        await _probes.GetOrCreateAsync(probe, static (_, _, _) => ValueTask.FromResult(Value));
        await _probes.GetOrCreateAsync(new ScopeProbeKey(Spared, "probe", 0), static (_, _, _) => ValueTask.FromResult(Value));
        var looking = new TaskCompletionSource();
        _watching = Task.Factory.StartNew(
            () =>
            {
                while (_probes.TryGetAsync(probe).AsTask().GetAwaiter().GetResult().HasValue)
                {
                    looking.TrySetResult();
                    Thread.Yield();
                }

                _memory.SetGoneAt(_node, Clock.Now);
                looking.TrySetException(new InvalidOperationException("The probe was gone before the invalidation."));
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await looking.Task;
    }

    private async Task InvalidateAsync()
    {
        long start = Clock.Now;
        await _cache.InvalidateAsync(ScopeKey.Scope(project: Doomed));
        _memory.Call = (start, Clock.Now);
    }

    private async Task AfterAsync(int keys)
    {
        await _watching;
        var spared = new ScopeProbeKey(Spared, "probe", 0);
        double walked = await TimeAsync(async () => (await _probes.TryGetAsync(spared)).HasValue, expected: true);
        double again = await TimeAsync(async () => (await _probes.TryGetAsync(spared)).HasValue, expected: true);
        double missed = await TimeAsync(async () => (await _region.TryGetAsync(new ScopeKey(Doomed, keys - 1 - _node))).HasValue, expected: false);
        double made = await TimeAsync(async () => await _region.GetOrCreateAsync(new ScopeKey(Doomed, _node), static (_, _, _) => ValueTask.FromResult("new")) == "new", expected: true);
        double hit = await TimeAsync(async () => (await _region.TryGetAsync(new ScopeKey(Doomed, _node))).Value == "new", expected: true);

        var random = new Random(_node);
        int revived = 0, lost = 0;
        for (int i = 0; i < SparedKeys; i++)
        {
            CacheResult<string> doomed = await _region.TryGetAsync(new ScopeKey(Doomed, 10 + random.Next(keys - 10)));
            revived += doomed.HasValue ? 1 : 0;
            lost += (await _region.TryGetAsync(new ScopeKey(Spared, i))).HasValue ? 0 : 1;
        }

        NodeProcesses.Say(string.Create(CultureInfo.InvariantCulture, $"AFTER {walked} {again} {missed} {made} {hit} {revived} {lost}"));
    }

    private static async Task<double> TimeAsync(Func<ValueTask<bool>> look, bool expected)
    {
        long start = Clock.Now;
        bool got = await look();
        double took = Clock.Milliseconds(Clock.Now - start);
        return got == expected ? took : throw new InvalidOperationException($"A look after the invalidation gave {got}, expected {expected}.");
    }
}
