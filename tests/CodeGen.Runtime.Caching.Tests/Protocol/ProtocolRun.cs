using System.Globalization;
using CodeGen.Runtime.Coordination;
using Microsoft.Extensions.Time.Testing;

namespace CodeGen.Runtime.Caching.Tests.Protocol;

/// <summary>
/// One run of the model: real caches on servers that the test controls. Every event has a moment, a number that only grows. A value is known by the moment its factory began
/// (or its record was appended, for a value set); the rules compare that with the moments of invalidations.
/// </summary>
internal sealed partial class ProtocolRun : IDisposable
{
    private const int ChunkMilliseconds = 100;
    private const int LongChunkMilliseconds = 500;
    private readonly ProtocolSetup _setup;
    private readonly FakeTimeProvider _serverClock = new(new DateTimeOffset(2020, 2, 2, 0, 0, 0, TimeSpan.Zero));
    private readonly SharedLog _log;
    private readonly SharedData _data;
    private readonly InProcessLeaderStore _leaders;
    private readonly ModelNode[] _nodes;
    private readonly List<Link> _links = [];
    private readonly Lock _gate = new();
    private readonly List<PendingFactory> _factories = [];
    private readonly Dictionary<int, (int Key, long Birth)> _values = [];
    private readonly List<ModelRead> _reads = [];
    private readonly List<ModelWrite> _writes = [];
    private readonly List<(ModelNode Node, Task Task)> _upkeep = [];
    private readonly List<(long Moment, long Elapsed, int[] Keys)> _acknowledged = [];
    private readonly AsyncLocal<int> _setting = new();
    private long _moment;
    private long _elapsed;
    private int _nextNode;

    public ProtocolRun(ProtocolSetup setup)
    {
        _setup = setup;
        _log = new SharedLog(_serverClock, setup.MaxLogRecords, NextMoment) { OnAppended = OnAppended, OnUnanswered = OnUnanswered };
        _data = new SharedData(_serverClock);
        _leaders = new InProcessLeaderStore(_serverClock);
        _nodes = [.. Enumerable.Range(0, setup.Nodes).Select(_ => NewNode())];
    }

    /// <summary>How many reads gave a value.</summary>
    public int Served { get; private set; }

    /// <summary>Runs the steps, then heals everything; gives what went wrong, or <see langword="null"/>.</summary>
    public static string? Violation(ProtocolSetup setup, IReadOnlyList<ProtocolStep> steps, Action<ProtocolRun>? done = null)
    {
        using var run = new ProtocolRun(setup);
        int at = 0;
        try
        {
            foreach (ModelNode node in run._nodes)
            {
                _ = node.Cache.StartAsync(CancellationToken.None);
                run.Settle();
            }

            foreach (ProtocolStep step in steps)
            {
                run.Do(step);
                run.Settle();
                at++;
            }

            run.HealAndAgree();
            done?.Invoke(run);
            return null;
        }
        catch (ModelViolationException e)
        {
            return at < steps.Count ? $"step {at} ({steps[at]}): {e.Message}" : $"after healing: {e.Message}";
        }
    }

    private void Do(ProtocolStep step)
    {
        ModelNode node = _nodes[step.Node % _nodes.Length];
        switch (step.Kind)
        {
            case StepKind.Create:
                Create(node, step.Key, atOnce: false);
                break;
            case StepKind.CreateAtOnce:
                Create(node, step.Key, atOnce: true);
                break;
            case StepKind.FinishFactory:
                TakeFactory(step.Choice)?.Finish();
                break;
            case StepKind.FailFactory:
                TakeFactory(step.Choice)?.Fail();
                break;
            case StepKind.LeaveRead:
                if (_reads.Count > 0)
                {
                    _reads[step.Choice % _reads.Count].Leave.Cancel();
                }

                break;
            case StepKind.TryGet:
                TryGet(node, step.Key);
                break;
            case StepKind.Set:
                Set(node, step.Key);
                break;
            case StepKind.Remove:
                Write(node, [step.Key], () => node.RemoveAsync(step.Key));
                break;
            case StepKind.Invalidate:
                (CacheScope scope, int[] keys) = ModelKeys.Scopes[step.Choice % ModelKeys.Scopes.Length];
                Write(node, keys, () => node.Cache.InvalidateAsync(scope).AsTask());
                break;
            case StepKind.Advance:
                Advance(ProtocolStep.Spans[step.Choice % ProtocolStep.Spans.Length]);
                break;
            case StepKind.Sweep:
                _upkeep.Add((node, node.Cache.MaintainAsync(CancellationToken.None)));
                break;
            default:
                DoFault(step, node);
                break;
        }
    }

    private void DoFault(ProtocolStep step, ModelNode node)
    {
        switch (step.Kind)
        {
            case StepKind.Deliver:
                Deliver(node, step.Choice, keep: false);
                break;
            case StepKind.DeliverAll:
                while (Deliver(node, 0, keep: false))
                {
                    PoolIdle.Wait();
                }

                break;
            case StepKind.DropBell:
                _log.Take(node.Id, step.Choice, keep: false);
                break;
            case StepKind.DuplicateBell:
                Deliver(node, step.Choice, keep: true);
                break;
            case StepKind.Arm:
                node.Link.Arm((CallKind)(step.Choice % 10), (CallFault)(step.Choice / 10));
                break;
            case StepKind.Release:
                node.Link.ReleaseOne();
                break;
            case StepKind.LogAway:
                node.Link.LogAway = true;
                break;
            case StepKind.DataAway:
                node.Link.DataAway = true;
                break;
            case StepKind.Heal:
                node.Link.LogAway = node.Link.DataAway = false;
                break;
            case StepKind.ClockJump:
                node.Cache.Follower.DropLease();
                break;
            case StepKind.LoseLog:
                _log.Lose();
                break;
            case StepKind.LoseData:
                _data.Lose();
                break;
            case StepKind.Crash:
                Crash(step.Node % _nodes.Length);
                break;
            default:
                throw new InvalidOperationException($"No such step: {step.Kind}");
        }
    }

    private void Create(ModelNode node, int key, bool atOnce)
    {
        var leave = new CancellationTokenSource();
        long required = Required(node, key);
        _reads.Add(new ModelRead(node, key, required, "GetOrCreate") { Leave = leave, Task = node.GetOrCreateAsync(key, MakeAsync, leave.Token) });

        async ValueTask<string> MakeAsync(CacheEntryContext context, CancellationToken token)
        {
            string value = NewValue(key);
            if (!atOnce)
            {
                var pending = new PendingFactory();
                lock (_gate)
                {
                    _factories.Add(pending);
                }

                await pending.Ended.WaitAsync(token);
            }

            foreach (string tag in ModelKeys.LateTags[key])
            {
                context.Tags.Add(tag);
            }

            return value;
        }
    }

    private void TryGet(ModelNode node, int key)
    {
        long required = Required(node, key);
        _reads.Add(new ModelRead(node, key, required, "TryGet") { Task = node.TryGetAsync(key) });
    }

    private void Set(ModelNode node, int key) => Write(node, [key], () =>
    {
        string value = NewValue(key);
        _setting.Value = IdOf(value);
        Task task = node.SetAsync(key, value);
        _setting.Value = 0;
        return task;
    });

    private void Write(ModelNode node, int[] keys, Func<Task> write)
    {
        long moment = NextMoment();
        _writes.Add(new ModelWrite(node, keys, moment) { Task = write() });
    }

    private void OnAppended(LogRecord record, long moment)
    {
        // A value that was set begins with its record.
        int setting = _setting.Value;
        if (setting != 0 && record.Operation == LogOperation.Set)
        {
            lock (_gate)
            {
                (int key, long birth) = _values[setting];
                if (record.Members[0] == ModelKeys.Member(key))
                {
                    _values[setting] = (key, Math.Max(birth, moment));
                }
            }
        }
    }

    /// <summary>A Set that goes into the outbox is one from then on, whatever the server has made of it: it comes after all that was invalidated while it waited for its answer.</summary>
    private void OnUnanswered()
    {
        int setting = _setting.Value;
        if (setting != 0)
        {
            lock (_gate)
            {
                (int key, long birth) = _values[setting];
                _values[setting] = (key, Math.Max(birth, NextMoment()));
            }
        }
    }

    private PendingFactory? TakeFactory(int choice)
    {
        lock (_gate)
        {
            if (_factories.Count == 0)
            {
                return null;
            }

            PendingFactory factory = _factories[choice % _factories.Count];
            _factories.Remove(factory);
            return factory;
        }
    }

    private bool Deliver(ModelNode node, int index, bool keep)
    {
        if (_log.Take(node.Id, index, keep) is not { } bell)
        {
            return false;
        }

        node.Ring(bell);
        return true;
    }

    private void Advance(int milliseconds)
    {
        // Long spans in longer steps, which are still no longer than the time between two renewals.
        int step = milliseconds > 3_000 ? LongChunkMilliseconds : ChunkMilliseconds;
        for (int passed = 0; passed < milliseconds; passed += step)
        {
            // One clock after the other, so that what they set off does not run at the same time.
            TimeSpan chunk = TimeSpan.FromMilliseconds(Math.Min(step, milliseconds - passed));
            _serverClock.Advance(chunk);
            _elapsed += (long)chunk.TotalMilliseconds;
            foreach (ModelNode node in _nodes)
            {
                node.Clock.Advance(chunk);
                PoolIdle.Wait();
            }

            Settle();
        }
    }

    private void Crash(int index)
    {
        ModelNode gone = _nodes[index];
        gone.Link.LogAway = gone.Link.DataAway = true;
        _reads.RemoveAll(r => r.Node == gone);
        _writes.RemoveAll(w => w.Node == gone);
        _upkeep.RemoveAll(u => u.Node == gone);
        _ = gone.DisposeAsync().AsTask();
        PoolIdle.Wait();
        _nodes[index] = NewNode();
        _ = _nodes[index].Cache.StartAsync(CancellationToken.None);
    }

    private ModelNode NewNode()
    {
        var node = new ModelNode(_nextNode++, _setup, _log, _data, _leaders);
        _links.Add(node.Link);
        return node;
    }

    private long NextMoment() => Interlocked.Increment(ref _moment);

    private string NewValue(int key)
    {
        lock (_gate)
        {
            int id = _values.Count + 1;
            _values[id] = (key, NextMoment());
            return string.Create(CultureInfo.InvariantCulture, $"value {id}");
        }
    }

    private static int IdOf(string value) => int.Parse(value.AsSpan("value ".Length), CultureInfo.InvariantCulture);

    public void Dispose()
    {
        foreach (ModelNode node in _nodes)
        {
            _ = node.DisposeAsync().AsTask();
        }

        _ = _log.DisposeAsync().AsTask();
        PoolIdle.Wait();
    }
}
