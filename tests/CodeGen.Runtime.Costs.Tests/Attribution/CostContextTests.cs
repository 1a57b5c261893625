using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>The ambient attribution flows down with calls, and nowhere else.</summary>
public sealed class CostContextTests
{
    private static readonly CostAttribution s_outer = new() { Service = "api", Project = "p1", Tags = [new("team", "core")] };
    private static readonly CostAttribution s_inner = new() { Project = "p2", User = "u1" };

    [Fact]
    public void Begin_Nested_LaysOverAndGivesBack()
    {
        CostContext.Current.Should().BeSameAs(CostAttribution.Empty);
        using (CostContext.Begin(s_outer))
        {
            CostContext.Current.Should().Be(s_outer);
            using (CostScope scope = CostContext.Begin(s_inner))
            {
                CostContext.Current.ToString().Should().Be("service=api, user=u1, project=p2, tag.team=core");
                scope.Attribution.Should().BeSameAs(CostContext.Current);
            }

            CostContext.Current.Should().Be(s_outer);
        }

        CostContext.Current.Should().BeSameAs(CostAttribution.Empty);
    }

    [Fact]
    public async Task Current_AfterAwaitsAndOnOtherThreads_IsStillThere()
    {
        using CostScope scope = CostContext.Begin(s_outer);
        await Task.Yield();
        CostContext.Current.Should().Be(s_outer);
        (await Task.Run(static () => CostContext.Current)).Should().Be(s_outer);
        CostAttribution? seen = null;
        var thread = new Thread(() => seen = CostContext.Current);
        thread.Start();
        thread.Join();
        seen.Should().Be(s_outer);
    }

    [Fact]
    public async Task Begin_InACalledMethod_IsNotSeenByItsCallerNorBesideIt()
    {
        using CostScope scope = CostContext.Begin(s_outer);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var looked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task one = Call();
        await begun.Task;
        CostContext.Current.Should().Be(s_outer);
        (await Task.Run(static () => CostContext.Current)).Should().Be(s_outer);
        looked.SetResult();
        await one;
        CostContext.Current.Should().Be(s_outer);

        async Task Call()
        {
            using CostScope inside = CostContext.Begin(s_inner);
            begun.SetResult();
            await looked.Task;
            CostContext.Current.Project.Should().Be("p2");
        }
    }

    [Fact]
    public async Task Current_InManySiblings_IsEachOnesOwn()
    {
        using CostScope scope = CostContext.Begin(s_outer);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(static i => Task.Run(async () =>
        {
            for (int round = 0; round < 20; round++)
            {
                using CostScope inside = CostContext.Begin(new CostAttribution { User = $"u{i}" });
                await Task.Yield();
                CostContext.Current.User.Should().Be($"u{i}");
                CostContext.Current.Service.Should().Be("api");
            }

            CostContext.Current.User.Should().BeNull();
        })));
    }

    [Fact]
    public async Task Current_OfACallThatNobodyAwaited_IsThatOfItsStart()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<CostAttribution> left;
        using (CostContext.Begin(s_outer))
        {
            left = Left();
        }

        ended.SetResult();
        (await left).Should().Be(s_outer);

        async Task<CostAttribution> Left()
        {
            await ended.Task;
            using (CostContext.Begin(s_inner))
            {
                CostContext.Current.Project.Should().Be("p2");
            }

            return CostContext.Current;
        }
    }

    [Fact]
    public void Dispose_OutOfOrderAndTwice_EndsWhatWasBegunInsideToo()
    {
        CostScope outer = CostContext.Begin(s_outer);
        CostScope inner = CostContext.Begin(s_inner);
        outer.Dispose();
        CostContext.Current.Should().BeSameAs(CostAttribution.Empty);
        inner.Dispose();
        CostContext.Current.Should().BeSameAs(CostAttribution.Empty);
        using CostScope next = CostContext.Begin(s_inner);
        outer.Dispose();
        CostContext.Current.Should().Be(s_inner);
    }
}
