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
    public async Task State_ThatIsTakenHereAndGivenBackElsewhere_IsTakenHereAgain()
    {
        PooledCall<int, Machine> first = PooledCall<int, Machine>.Rent();
        PooledCall<int, Machine> second = PooledCall<int, Machine>.Rent();
        second.Should().NotBeSameAs(first);
        await Task.Run(async () =>
        {
            first.StateMachine = new Machine("secret");
            first.SetResult(1);
            (await first.Task).Should().Be(1);
        });

        PooledCall<int, Machine>.Rent().Should().BeSameAs(first);
        first.StateMachine.Holds.Should().BeNull("nothing of a call lives on in the pool");
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

    private static async Task<int> YieldAsync(int value)
    {
        await Task.Yield();
        return value;
    }

    private readonly struct Machine(string holds) : IAsyncStateMachine
    {
        public string? Holds { get; } = holds;

        public void MoveNext()
        {
            // Never begun.
        }

        public void SetStateMachine(IAsyncStateMachine stateMachine)
        {
            // Never boxed.
        }
    }
}
