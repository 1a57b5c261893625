using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace CodeGen.Runtime.Coordination.Tests;

/// <summary>A follower on a controlled server and a controlled clock. Its renewals of its own come every 15 seconds, so that shorter spans are the test's.</summary>
internal sealed class FollowerRig : IAsyncDisposable
{
    public const int StalenessMilliseconds = 60_000;
    public static readonly TimeSpan ShortRetention = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan LongRetention = TimeSpan.FromMinutes(60);

    public FollowerRig(bool outbox = false, int maxOutbox = 3, int maxRecords = 1_000_000)
    {
        Server = new ControlledLogServer(Time, maxRecords);
        Clock = new CoarseClock(Time);
        var coordination = new CoordinationOptions { MaxStaleness = TimeSpan.FromMilliseconds(StalenessMilliseconds), CommandTimeout = TimeSpan.FromSeconds(1), MaxOutboxRecords = maxOutbox };
        Follower = new LogFollower(Server, Sink, Clock, new LogFollowerOptions(coordination, ShortRetention, LongRetention, outbox, Recover: false, "a"), NullLogger.Instance);
    }

    public FakeTimeProvider Time { get; } = new();

    public ControlledLogServer Server { get; }

    public RecordingSink Sink { get; } = new();

    public CoarseClock Clock { get; }

    public LogFollower Follower { get; }

    /// <summary>A rig whose follower has its lease.</summary>
    public static async Task<FollowerRig> StartedAsync(bool outbox = false, int maxOutbox = 3, int maxRecords = 1_000_000)
    {
        var rig = new FollowerRig(outbox, maxOutbox, maxRecords);
        if (!await rig.Follower.EnsureCurrentAsync(CancellationToken.None))
        {
            throw new InvalidOperationException("No lease at the start.");
        }

        return rig;
    }

    /// <summary>Calls of these names fail until <see cref="Heal"/>.</summary>
    public void FailBefore(params string[] calls) => Server.Before = name => calls.Contains(name) ? Task.FromException(new CoordinationException(name)) : Task.CompletedTask;

    /// <summary>Calls of these names take effect and their answers are lost until <see cref="Heal"/>.</summary>
    public void FailAfter(params string[] calls) => Server.After = name => calls.Contains(name) ? Task.FromException(new CoordinationException(name)) : Task.CompletedTask;

    public void Heal() => Server.Before = Server.After = null;

    /// <summary>The next answer to a call of this name stays on the way until <c>Release</c>; <c>Reached</c> completes when it is held.</summary>
    public (Task Reached, TaskCompletionSource Release) HoldAnswer(string call)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Server.After = async name =>
        {
            if (name == call)
            {
                reached.TrySetResult();
                await release.Task;
            }
        };
        return (reached.Task, release);
    }

    public async ValueTask DisposeAsync()
    {
        await Follower.DisposeAsync();
        Clock.Dispose();
        await Server.DisposeAsync();
    }
}
