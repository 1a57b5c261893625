using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>The number of distinct values is bounded, and what found no place is counted.</summary>
public sealed class CardinalityLimiterTests
{
    [Fact]
    public void Limit_AnySequence_KeepsTheFirstValuesAndCountsTheRest() => Gen.Select(Gen.Int[1, 5], Gen.Int[0, 9].Array[0, 60]).Sample(static (max, users) =>
    {
        var limiter = new CardinalityLimiter(new CostAttributionOptions { MaxValuesOf = { ["user"] = max } });
        var places = new HashSet<int>();
        int others = 0;
        foreach (int user in users)
        {
            bool place = places.Contains(user) || (places.Count < max && places.Add(user));
            others += place ? 0 : 1;
            limiter.Limit(new CostAttribution { User = $"u{user}", Project = "p" }).Should().Be(new CostAttribution { User = place ? $"u{user}" : CardinalityLimiter.Other, Project = "p" });
        }

        limiter.Overflows("user").Should().Be(others);
        limiter.Count("user").Should().Be(places.Count);
        limiter.Overflows("project").Should().Be(0);
    });

    [Fact]
    public void Limit_FromManyThreads_NeverGivesMorePlacesThanThereAre()
    {
        const int Max = 50;
        var limiter = new CardinalityLimiter(new CostAttributionOptions { MaxValues = Max });
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<string, byte>();
        Parallel.For(0, 8, thread =>
        {
            for (int i = 0; i < 2_000; i++)
            {
                seen.TryAdd(limiter.Limit(new CostAttribution { Model = $"m{(i * 7 + thread) % 500}", Tags = [new("t", $"v{i % 300}")] }).ToString(), 0);
            }
        });
        limiter.Count("model").Should().Be(Max);
        limiter.Count("tag.t").Should().Be(Max);
        seen.Keys.Select(static text => text.Split(',')[0]).Distinct().Should().HaveCount(Max + 1);
    }

    [Fact]
    public void Limit_WithPlacesForAll_GivesTheSameInstance()
    {
        var limiter = new CardinalityLimiter(new CostAttributionOptions());
        var attribution = new CostAttribution { User = "u", Tags = [new("team", "core")] };
        limiter.Limit(attribution).Should().BeSameAs(attribution);
        limiter.Limit(attribution).Should().BeSameAs(attribution);
        var other = new CardinalityLimiter(new CostAttributionOptions { MaxTagNames = 0 });
        other.Limit(attribution).Tags.Should().BeEmpty("what one limiter let pass is nothing to another");
        other.DroppedTags.Should().Be(1);
    }

    [Fact]
    public void Limit_TheOverflowsOwnName_TakesNoPlace()
    {
        var limiter = new CardinalityLimiter(new CostAttributionOptions { MaxValues = 1 });
        limiter.Limit(new CostAttribution { User = CardinalityLimiter.Other }).User.Should().Be(CardinalityLimiter.Other);
        limiter.Limit(new CostAttribution { User = "u" }).User.Should().Be("u");
        limiter.Overflows("user").Should().Be(0);
    }

    [Fact]
    public void Options_OutOfRange_AreNamedWithPathValueAndRange()
    {
        var options = new CostAttributionOptions { MaxValues = 0, MaxTagNames = -1, MaxValuesOf = { ["colour"] = 5 } };
        var validator = new CostAttributionOptionsValidator();
        validator.Validate(null, options).Failures.Should().BeEquivalentTo(
            "CodeGenRuntime:Costs:Attribution:MaxValues is 0; it must be between 1 and 10000000.",
            "CodeGenRuntime:Costs:Attribution:MaxTagNames is -1; it must be between 0 and 1000.",
            "CodeGenRuntime:Costs:Attribution:MaxValuesOf:colour is no dimension; write one of service, resource, user, project, model, or tag. and a tag's name.");
        FluentActions.Invoking(() => new CardinalityLimiter(options)).Should().Throw<ArgumentException>().WithMessage("*MaxValues*");
    }
}
