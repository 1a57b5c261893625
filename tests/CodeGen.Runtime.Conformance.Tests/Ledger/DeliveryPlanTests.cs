using CodeGen.Runtime.Conformance.Ledger;

namespace CodeGen.Runtime.Conformance.Tests.Ledger;

/// <summary>What writers deliver, and how they tell of it.</summary>
public sealed class DeliveryPlanTests
{
    private const int Threads = 3;

    [Fact]
    public void All_SameSeedRoundAndThread_AreTheSame() =>
        Plan(0).Take(1_000).Should().Equal(Plan(0).Take(1_000)).And.NotEqual(Plan(1).Take(1_000));

    [Fact]
    public void All_OfAllThreads_BeginEachEventAndRepeatReorderAndContradict()
    {
        Delivery[] all = [.. Enumerable.Range(0, Threads).SelectMany(static t => Plan(t).Take(2_000))];

        all.Where(static d => d.Variant == 0).Select(static d => d.Number).Should().Contain(Enumerable.Range(0, 1_000).Select(static i => TortureEvents.NumberOf(4, i)));
        all.Should().Contain(static d => TortureEvents.PlaceOf(d.Number).Round == 2).And.Contain(static d => d.Variant == 1).And.Contain(static d => d.Variant == 2);
        all.GroupBy(static d => d.Number).Should().Contain(static g => g.Count() > 1);
        Plan(0).Take(2_000).Zip(Plan(0).Skip(1)).Should().Contain(static p => p.First.Number > p.Second.Number);
    }

    [Fact]
    public void Parse_LineThatWasNotFinished_HasNoAnswers()
    {
        Answer[] answers = [new(AnswerKind.Appended, 3, 0, 17), new(AnswerKind.Refused, 4, 1, 0)];
        var line = new System.Text.StringBuilder();
        Answer.Begin(line);
        Array.ForEach(answers, a => a.AddTo(line));
        string whole = Answer.Finish(line);

        Answer.Parse(whole).Should().Equal(answers);
        for (int length = 1; length < whole.Length; length++)
        {
            Answer.Parse(whole[..length]).Should().BeEmpty();
        }
    }

    [Fact]
    public void VariantOf_EachVariant_IsTold()
    {
        var events = new TortureEvents(3, 1_000_000);
        for (int variant = 0; variant < TortureEvents.Variants; variant++)
        {
            for (long number = 0; number < 200; number++)
            {
                byte kind = TortureEvents.KindOf(number, variant);
                byte[] payload = events.PayloadOf(number, variant);
                events.VariantOf(number, kind, payload).Should().Be(variant);
                events.VariantOf(number, (byte)(kind + 3), payload).Should().Be(-1);
                events.TryNumberOf(events.IdOf(number), out long same).Should().BeTrue();
                same.Should().Be(number);
            }
        }
    }

    private static IEnumerable<Delivery> Plan(int thread) => new DeliveryPlan(11, 4, thread, Threads, [(2, 500)]).All();
}
