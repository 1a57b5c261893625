using CodeGen.Runtime.Conformance.Invalidation;

namespace CodeGen.Runtime.Conformance.Tests.Invalidation;

/// <summary>The checker against histories made up here: what must be reported is, and nothing else.</summary>
public sealed class StalenessCheckerTests : IDisposable
{
    private const int Key = 7;
    private const long Bound = 1_000;
    private readonly SharedMemory _memory = SharedMemory.Create(Truth.CellsFor(KeySpace.GroupCount));
    private readonly Truth _truth;
    private readonly StalenessChecker _checker;

    public StalenessCheckerTests()
    {
        _truth = new Truth(_memory, 0, KeySpace.GroupCount);
        _checker = new StalenessChecker(_truth);
    }

    public static TheoryData<int> GroupsOfTheKey => [.. KeySpace.GroupsOf(Key).ToArray()];

    public void Dispose() => _memory.Dispose();

    [Theory]
    [MemberData(nameof(GroupsOfTheKey))]
    public void Judge_AcknowledgedLongerAgoThanTheBound_IsBeyond(int group)
    {
        CheckedValue value = Made();
        Invalidate(group, at: 5_000);

        Verdict verdict = _checker.Judge(Key, value, readAt: 6_001, Bound);

        verdict.Should().Be(new Verdict(VerdictKind.StaleBeyondBound, 1_001, group, 1, 0));
    }

    [Theory]
    [MemberData(nameof(GroupsOfTheKey))]
    public void Judge_AcknowledgedWithinTheBound_IsWithin(int group)
    {
        CheckedValue value = Made();
        Invalidate(group, at: 5_000);

        _checker.Judge(Key, value, readAt: 6_000, Bound).Should().Be(new Verdict(VerdictKind.StaleWithinBound, 1_000, group, 1, 0));
    }

    [Fact]
    public void Judge_ReadBeganBeforeTheAcknowledgement_IsFresh()
    {
        CheckedValue value = Made();
        Invalidate(Key, at: 5_000);

        _checker.Judge(Key, value, readAt: 4_999, Bound).Kind.Should().Be(VerdictKind.Fresh);
    }

    [Fact]
    public void Judge_NeverAcknowledged_IsFresh()
    {
        CheckedValue value = Made();
        _truth.Begin(Key);

        _checker.Judge(Key, value, readAt: long.MaxValue, Bound).Kind.Should().Be(VerdictKind.Fresh);
    }

    [Fact]
    public void Judge_MadeAfterTheInvalidationBegan_IsFresh()
    {
        long version = _truth.Begin(Key);
        CheckedValue value = Made();
        _truth.Acknowledge(Key, version, 5_000);

        _checker.Judge(Key, value, readAt: 100_000, Bound).Kind.Should().Be(VerdictKind.Fresh);
    }

    [Fact]
    public void Judge_GroupOfAnotherKey_IsFresh()
    {
        CheckedValue value = Made();
        Invalidate(Key + 1, at: 5_000);

        _checker.Judge(Key, value, readAt: 100_000, Bound).Kind.Should().Be(VerdictKind.Fresh);
    }

    [Fact]
    public void Judge_LaterInvalidationAcknowledgedFirst_CountsFromTheFirstAcknowledgement()
    {
        CheckedValue value = Made();
        long first = _truth.Begin(Key);
        long second = _truth.Begin(Key);
        _truth.Acknowledge(Key, second, 5_000);
        _truth.Acknowledge(Key, first, 9_000);

        _checker.Judge(Key, value, readAt: 9_500, Bound).Should().Be(new Verdict(VerdictKind.StaleBeyondBound, 4_500, Key, second, 0));
    }

    [Fact]
    public void Judge_LongerHistoryThanIsKept_IsStillBeyond()
    {
        CheckedValue value = Made();
        for (int i = 0; i < 1_000; i++)
        {
            Invalidate(Key, at: 5_000 + i);
        }

        Verdict verdict = _checker.Judge(Key, value, readAt: 10_000, Bound);

        verdict.Kind.Should().Be(VerdictKind.StaleBeyondBound);
        verdict.Staleness.Should().BeInRange(10_000 - 5_999, 10_000 - 5_000);
    }

    [Fact]
    public void Judge_ValueOfAnotherKey_IsWrongKey() =>
        _checker.Judge(Key, Made() with { Key = Key + 1 }, readAt: 0, Bound).Kind.Should().Be(VerdictKind.WrongKey);

    [Fact]
    public void Judge_SetNotAcknowledged_IsNotJudged()
    {
        long set = _truth.BeginSet();
        Invalidate(Key, at: 5_000);

        _checker.Judge(Key, new CheckedValue(Key, set, [], ""), readAt: 100_000, Bound).Kind.Should().Be(VerdictKind.NotJudged);
    }

    [Fact]
    public void Judge_InvalidatedBeforeTheSetWasAcknowledged_IsFresh()
    {
        long set = _truth.BeginSet();
        Invalidate(Key, at: 5_000);
        _truth.AcknowledgeSet(set, KeySpace.GroupsOf(Key));

        _checker.Judge(Key, new CheckedValue(Key, set, [], ""), readAt: 100_000, Bound).Kind.Should().Be(VerdictKind.Fresh);
    }

    [Fact]
    public void Judge_InvalidatedAfterTheSetWasAcknowledged_IsBeyond()
    {
        long set = _truth.BeginSet();
        _truth.AcknowledgeSet(set, KeySpace.GroupsOf(Key));
        Invalidate(KeySpace.All, at: 5_000);

        _checker.Judge(Key, new CheckedValue(Key, set, [], ""), readAt: 100_000, Bound).Kind.Should().Be(VerdictKind.StaleBeyondBound);
    }

    [Fact]
    public void Judge_TruthOfAnotherProcess_IsTheSame()
    {
        CheckedValue value = Made();
        using (SharedMemory other = SharedMemory.Open(_memory.Path))
        {
            var truth = new Truth(other, 0, KeySpace.GroupCount);
            truth.Acknowledge(Key, truth.Begin(Key), 5_000);
        }

        _checker.Judge(Key, value, readAt: 100_000, Bound).Kind.Should().Be(VerdictKind.StaleBeyondBound);
    }

    private CheckedValue Made() => new(Key, 0, _truth.Read(KeySpace.GroupsOf(Key)), "");

    private void Invalidate(int group, long at) => _truth.Acknowledge(group, _truth.Begin(group), at);
}
