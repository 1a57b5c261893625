using CodeGen.Runtime.Conformance.Ledger;

namespace CodeGen.Runtime.Conformance.Tests.Ledger;

/// <summary>Answers that contradict each other are reported; those that only come in another order are not.</summary>
public sealed class TortureTruthTests
{
    private const long Number = 5;
    private readonly TortureTally _tally = new(new Report());
    private readonly TortureTruth _truth;

    public TortureTruthTests() => _truth = new TortureTruth(_tally);

    [Fact]
    public void Add_AppendedTwice_IsDoubled()
    {
        Add(AnswerKind.Appended, 0, 10);
        Add(AnswerKind.Appended, 0, 11);

        Found.Should().Be((1, 0));
    }

    [Fact]
    public void Add_AppendedTwiceAsTheSameRecord_IsDoubled()
    {
        Add(AnswerKind.Appended, 0, 10);
        Add(AnswerKind.Appended, 0, 10);

        Found.Should().Be((1, 0));
    }

    [Fact]
    public void Add_RepetitionHeardBeforeTheFirst_IsFine()
    {
        Add(AnswerKind.Conflict, 1, 10);
        Add(AnswerKind.Repeated, 0, 10);
        Add(AnswerKind.Appended, 0, 10);

        Found.Should().Be((0, 0));
        _truth.Known[Number].Should().Be(new KnownRecord(10, 0, WasAppended: true));
    }

    [Theory]
    [InlineData('R', 1, 10)]
    [InlineData('R', 0, 11)]
    [InlineData('C', 0, 10)]
    [InlineData('C', 1, 11)]
    [InlineData('U', 0, 12)]
    public void Add_AnswerThatDoesNotFit_BreaksAPromise(char kind, int variant, long sequence)
    {
        Add(AnswerKind.Appended, 0, 10);
        Add((AnswerKind)kind, variant, sequence);

        Found.Should().Be((0, 1));
    }

    [Fact]
    public void Add_RecordThatIsLostIsNamed_BreaksAPromise()
    {
        Add(AnswerKind.Appended, 0, 10);
        _truth.Lose(10);
        _truth.Known.Should().BeEmpty();
        Add(AnswerKind.Repeated, 0, 10);

        Found.Should().Be((0, 1));
    }

    [Fact]
    public void Add_AppendedAgainAfterItWasLostOrDeleted_IsFine()
    {
        Add(AnswerKind.Appended, 0, 10);
        _truth.Lose(10);
        Add(AnswerKind.Appended, 1, 11);
        _truth.DeleteThrough(11);
        Add(AnswerKind.Repeated, 1, 11);
        _truth.Known.Should().BeEmpty();
        Add(AnswerKind.Appended, 0, 12);

        Found.Should().Be((0, 0));
    }

    [Fact]
    public void Add_Refused_MustNotBeThereUntilItIsTaken()
    {
        Add(AnswerKind.Refused, 0, 0);
        _truth.Refused.Should().Equal(Number);
        Add(AnswerKind.Appended, 0, 10);
        _truth.Refused.Should().BeEmpty();

        // Heard late, of a call before.
        Add(AnswerKind.Refused, 0, 0);
        _truth.Refused.Should().BeEmpty();
        Found.Should().Be((0, 0));
    }

    private (int Doubled, int Wrong) Found => (_tally.Doubled, _tally.Wrong);

    private void Add(AnswerKind kind, int variant, long sequence) => _truth.Add(new Answer(kind, Number, variant, sequence));
}
