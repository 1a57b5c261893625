using System.Collections.Concurrent;
using FluentAssertions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Callers share flushes, and none waits longer than it must.</summary>
public sealed class GroupCommitTests : IDisposable
{
    private static readonly TimeSpan s_wait = TimeSpan.FromMilliseconds(2);

    private readonly FakeTimeProvider _time = new();
    private readonly BlockingCollection<TaskCompletionSource> _flushes = [];
    private readonly GroupCommit _group;
    private int _begun;

    public GroupCommitTests() => _group = new GroupCommit(_time, s_wait, () =>
    {
        Interlocked.Increment(ref _begun);
        var flush = new TaskCompletionSource();
        _flushes.Add(flush);
        flush.Task.GetAwaiter().GetResult();
    });

    [Fact]
    public async Task FlushAsync_CallerAlone_DoesNotWaitForTheClock()
    {
        for (int i = 0; i < 3; i++)
        {
            Task task = _group.FlushAsync();
            _flushes.Take().SetResult();
            await task;
        }

        _begun.Should().Be(3);
    }

    [Fact]
    public async Task FlushAsync_CallersDuringAFlush_ShareTheNextOne()
    {
        Task first = _group.FlushAsync();
        TaskCompletionSource running = _flushes.Take();
        Task[] rest = [.. Enumerable.Range(0, 10).Select(_ => _group.FlushAsync())];
        running.SetResult();
        await first;
        TaskCompletionSource next = _flushes.Take();
        rest.Should().OnlyContain(static t => !t.IsCompleted);
        next.SetResult();
        await Task.WhenAll(rest);
        _begun.Should().Be(2);
    }

    [Fact]
    public async Task FlushAsync_CrowdComesBack_WaitsForItsLast()
    {
        await CrowdAsync(10);
        Task[] some = [.. Enumerable.Range(0, 9).Select(_ => _group.FlushAsync())];
        _begun.Should().Be(2);
        Task last = _group.FlushAsync();
        _flushes.Take().SetResult();
        await Task.WhenAll([.. some, last]);
        _begun.Should().Be(3);
    }

    [Fact]
    public async Task FlushAsync_CrowdStaysAway_GoesAfterTheLongestWait()
    {
        await CrowdAsync(10);
        Task one = _group.FlushAsync();
        _time.Advance(s_wait - TimeSpan.FromTicks(1));
        _begun.Should().Be(2);
        _flushes.Should().BeEmpty();

        // The fake clock runs its timers on the thread that advances it.
        var advance = new Thread(() => _time.Advance(TimeSpan.FromTicks(1)));
        advance.Start();
        _flushes.Take().SetResult();
        await one;
        advance.Join();
        Task next = _group.FlushAsync();
        _flushes.Take().SetResult();
        await next;
    }

    [Fact]
    public async Task FlushAsync_FlushFails_FailsThoseWhoWaitedAndNotTheNext()
    {
        Task task = _group.FlushAsync();
        _flushes.Take().SetException(new IOException("gone"));
        await FluentActions.Awaiting(() => task).Should().ThrowAsync<IOException>();
        Task next = _group.FlushAsync();
        _flushes.Take().SetResult();
        await next;
    }

    public void Dispose()
    {
        _group.Dispose();
        _flushes.Dispose();
    }

    private async Task CrowdAsync(int callers)
    {
        Task first = _group.FlushAsync();
        TaskCompletionSource running = _flushes.Take();
        Task[] rest = [.. Enumerable.Range(0, callers).Select(_ => _group.FlushAsync())];
        running.SetResult();
        await first;
        _flushes.Take().SetResult();
        await Task.WhenAll(rest);

        // The flusher lets go a moment after it has told its callers.
        SpinWait.SpinUntil(() => !_group.IsFlushing);
    }
}
