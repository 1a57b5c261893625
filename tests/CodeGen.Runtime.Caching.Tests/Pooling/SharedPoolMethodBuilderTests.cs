using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Pooling;

/// <summary>Methods built with the shared pool behave as others do.</summary>
public sealed class SharedPoolMethodBuilderTests
{
    private static readonly AsyncLocal<string?> s_ambient = new();

    [Fact]
    public async Task Method_ThatNeverWaits_HasItsResult()
    {
        ValueTask<int> call = AddAsync(Task.FromResult(1), Task.FromResult(2));
        call.IsCompletedSuccessfully.Should().BeTrue();
        (await call).Should().Be(3);
    }

    [Fact]
    public async Task Method_ThatWaitsTwice_HasItsResult()
    {
        var first = new TaskCompletionSource<int>();
        var second = new TaskCompletionSource<int>();
        ValueTask<int> call = AddAsync(first.Task, second.Task);
        call.IsCompleted.Should().BeFalse();
        first.SetResult(1);
        call.IsCompleted.Should().BeFalse();
        second.SetResult(2);
        (await call).Should().Be(3);
    }

    [Fact]
    public async Task Method_ThatFails_FailsBeforeAndAfterAWait()
    {
        Func<Task> before = async () => await AddAsync(Task.FromException<int>(new InvalidTimeZoneException("before")), Task.FromResult(1));
        await before.Should().ThrowAsync<InvalidTimeZoneException>().WithMessage("before");
        var late = new TaskCompletionSource<int>();
        Task<int> call = AddAsync(Task.FromResult(1), late.Task).AsTask();
        late.SetException(new InvalidTimeZoneException("after"));
        await call.Invoking(c => c).Should().ThrowAsync<InvalidTimeZoneException>().WithMessage("after");
    }

    [Fact]
    public async Task Method_ThatIsCancelled_IsACancelledTask()
    {
        var late = new TaskCompletionSource<int>();
        Task<int> call = AddAsync(Task.FromResult(1), late.Task).AsTask();
        late.SetCanceled();
        await call.Invoking(c => c).Should().ThrowAsync<OperationCanceledException>();
        call.IsCanceled.Should().BeTrue();
    }

    [Fact]
    public async Task Method_HasItsCallersContextAfterAWait_AndDoesNotChangeIt()
    {
        s_ambient.Value = "caller";
        var late = new TaskCompletionSource();
        ValueTask<string?> call = ChangeAsync(late.Task, "inside");
        s_ambient.Value = "after the call";

        // Completed where another context flows.
        await Task.Run(() =>
        {
            s_ambient.Value = "elsewhere";
            late.SetResult();
        });
        (await call).Should().Be("caller, inside");
        s_ambient.Value.Should().Be("after the call");
    }

    [Fact]
    public async Task Method_CalledByManyAtOnce_GivesEachItsOwn()
    {
        const int callers = 200;
        int[] results = await Task.WhenAll(Enumerable.Range(0, callers).Select(async i =>
        {
            int sum = 0;
            for (int round = 0; round < 200; round++)
            {
                sum += await AddAsync(YieldAsync(i), YieldAsync(round));
            }

            return sum;
        }));
        results.Should().Equal(Enumerable.Range(0, callers).Select(i => (200 * i) + (200 * 199 / 2)));
    }

    [Fact]
    public async Task Task_TakenTwice_IsRefused()
    {
        var late = new TaskCompletionSource<int>();
        ValueTask<int> call = AddAsync(Task.FromResult(1), late.Task);
        late.SetResult(2);
        ValueTask<int> again = call;
        (await call).Should().Be(3);
        Func<Task> twice = async () => await again;
        await twice.Should().ThrowAsync<InvalidOperationException>();
    }

    [Fact]
    [SuppressMessage("Reliability", "CA2012", Justification = "Awaited by hand, once.")]
    public void Method_ThatBeginsHereAndEndsElsewhere_NeedsNoNewState()
    {
        // One thread that ends every call, as the one that reads a server's answers does.
        var due = new System.Collections.Concurrent.BlockingCollection<TaskCompletionSource<int>>();
        var other = new Thread(() =>
        {
            foreach (TaskCompletionSource<int> one in due.GetConsumingEnumerable())
            {
                one.SetResult(1);
            }
        });
        other.Start();
        var sources = Enumerable.Range(0, 500).Select(_ => new TaskCompletionSource<int>()).ToArray();
        Run(sources[..400]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(sources[400..]);
        long each = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
        due.CompleteAdding();
        other.Join();
        each.Should().BeLessThan(400, "what is left is what waiting for it on a thread needs");

        void Run(TaskCompletionSource<int>[] sources)
        {
            foreach (TaskCompletionSource<int> source in sources)
            {
                using var done = new ManualResetEventSlim();
                ConfiguredValueTaskAwaitable<Padding>.ConfiguredValueTaskAwaiter awaiter = PadAsync(source.Task).ConfigureAwait(false).GetAwaiter();
                awaiter.UnsafeOnCompleted(done.Set);
                due.Add(source);
                done.Wait();
                awaiter.GetResult();
            }
        }
    }

    [AsyncMethodBuilder(typeof(SharedPoolMethodBuilder<>))]
    private static async ValueTask<int> AddAsync(Task<int> first, Task<int> second) => await first.ConfigureAwait(false) + await second.ConfigureAwait(false);

    [AsyncMethodBuilder(typeof(SharedPoolMethodBuilder<>))]
    private static async ValueTask<string?> ChangeAsync(Task late, string value)
    {
        await late.ConfigureAwait(false);
        string? before = s_ambient.Value;
        s_ambient.Value = value;
        await Task.Yield();
        return $"{before}, {s_ambient.Value}";
    }

    [AsyncMethodBuilder(typeof(SharedPoolMethodBuilder<>))]
    private static async ValueTask<Padding> PadAsync(Task<int> task)
    {
        Padding padding = default;
        padding[0] = await task.ConfigureAwait(false);
        return padding;
    }

    private static async Task<int> YieldAsync(int value)
    {
        await Task.Yield();
        return value;
    }

    /// <summary>Large enough to be seen.</summary>
    [InlineArray(256)]
    private struct Padding
    {
        private long _first;
    }
}
