using System.Globalization;
using CodeGen.Runtime.Forecasting;

namespace CodeGen.Runtime.Costs;

/// <summary>One report of recommendations: what recommenders see, what their changes come to alone, which of them go together, and what those come to. Not thread-safe.</summary>
internal sealed class RecommendationRun(RecommendationContext context, ReplaySource source, CostRecommendationOptions options, IProgress<double>? progress)
{
    private const double Level = 0.95;
    private const int Passes = 3;
    private const int WeekDays = 7;

    public RecommendationReport Run(IReadOnlyList<ICostRecommender> recommenders)
    {
        var begun = recommenders.Select(recommender => (Recommender: recommender, Replay: recommender.Begin(context))).ToArray();
        ICostReplay[] replays = [.. begun.Select(static one => one.Replay).OfType<ICostReplay>()];
        source.Run(
            charge =>
            {
                foreach (ICostReplay replay in replays)
                {
                    replay.Observe(charge);
                }
            },
            Pass(0));
        RecommendationFound[] drafts = [.. begun.Where(static one => one.Replay is not null).SelectMany(static one => one.Replay!.Complete().Select(draft => new RecommendationFound(one.Recommender.Name, draft)))];
        Evaluate(drafts);
        RecommendationFound[] worthy = [.. drafts.Where(IsWorthSaying).OrderByDescending(static found => found.Saving!.PerMonth).ThenBy(static found => found.Id, StringComparer.Ordinal)];
        PlanOf(worthy, out RecommendationPlan plan);
        progress?.Report(1);
        return new RecommendationReport
        {
            From = context.From,
            Until = context.Until,
            Currency = context.Currency,
            Cost = source.Cost,
            Charges = source.Charges,
            Requests = source.Requests,
            Reproduced = source.Reproduced,
            LeftOut = source.LeftOut,
            Recommendations = [.. worthy.Select(found => Build(found, plan, worthy))],
            Plan = plan,
            Silent = [.. begun.Where(one => drafts.All(draft => draft.Recommender != one.Recommender.Name)).Select(static one => new SilentRecommender(one.Recommender.Name, one.Recommender.Needs))],
            Problems = source.Problems,
        };
    }

    /// <summary>What each draft comes to alone, and which changes alter the same requests.</summary>
    private void Evaluate(RecommendationFound[] drafts)
    {
        RecommendationFound[] changes = [.. drafts.Where(static found => found.Draft.Change is not null)];
        if (changes.Length > 0)
        {
            CallSimulation[] simulations = [.. changes.Select(found => new CallSimulation([found.Draft.Change!], context))];
            var conflicts = new ChangeConflicts([.. changes.Select(static found => found.Draft.Change!)]);
            source.Run(
                charge =>
                {
                    foreach (CallSimulation simulation in simulations)
                    {
                        simulation.Observe(charge);
                    }

                    conflicts.Observe(charge);
                },
                Pass(1));
            foreach ((int one, int other) in conflicts.Pairs)
            {
                Conflict(changes[one], changes[other]);
            }

            for (int i = 0; i < changes.Length; i++)
            {
                simulations[i].Complete();
                changes[i].Unpriced = simulations[i].Unpriced;
                changes[i].Savings = simulations[i].Savings;
            }
        }

        foreach (RecommendationFound found in drafts)
        {
            found.Savings ??= found.Draft.Savings;
            found.Saving = found.Savings is { } savings ? SavingOf(savings) : null;
            foreach (RecommendationFound other in drafts.Where(other => other != found && other.Draft.Claims.Intersect(found.Draft.Claims, StringComparer.Ordinal).Any()))
            {
                Conflict(found, other);
            }
        }

        static void Conflict(RecommendationFound one, RecommendationFound other)
        {
            one.Conflicts.Add(other);
            other.Conflicts.Add(one);
        }
    }

    private bool IsWorthSaying(RecommendationFound found) => found.Saving is { } saving
        && saving.Charges >= options.MinimumCharges
        && saving.Days >= options.MinimumDays
        && !saving.Low.IsNegative && !saving.Low.IsZero
        && saving.PerMonth.ToDecimal() >= options.MinimumSaving
        && saving.Share >= options.MinimumShare;

    /// <summary>The largest saving first, and then whatever goes with all that was taken.</summary>
    private void PlanOf(RecommendationFound[] worthy, out RecommendationPlan plan)
    {
        var taken = new List<RecommendationFound>();
        foreach (RecommendationFound found in worthy)
        {
            if (taken.TrueForAll(other => !found.Conflicts.Contains(other)))
            {
                taken.Add(found);
            }
        }

        RecommendationFound[] changes = [.. taken.Where(static found => found.Draft.Change is not null)];
        var together = new DailySavings(context.Currency);
        if (changes.Length == 1)
        {
            together.Add(changes[0].Savings!);
        }
        else if (changes.Length > 1)
        {
            var simulation = new CallSimulation([.. changes.Select(static found => found.Draft.Change!)], context);
            source.Run(charge => simulation.Observe(charge), Pass(2));
            simulation.Complete();
            together.Add(simulation.Savings);
        }

        var costs = new HashSet<string>(StringComparer.Ordinal);
        foreach (RecommendationFound found in taken.Where(static found => found.Draft.Change is null))
        {
            together.Add(found.Savings!, withCost: found.Draft.CostOf is not { } cost || costs.Add(cost));
        }

        plan = new RecommendationPlan([.. taken.Select(static found => found.Id)], SavingOf(together));
    }

    private RecommendationSaving SavingOf(DailySavings savings)
    {
        (double low, double high) = Bootstrap.SumInterval(savings.ByDay(context.FirstDay, context.Days), Level);
        return new RecommendationSaving(
            PerMonth(savings.Saving.ToDecimal()), PerMonth((decimal)low), PerMonth((decimal)high), savings.Saving, savings.Cost, savings.Charges, savings.Days);

        Money PerMonth(decimal amount) => context.Months == 1 ? Money.Of(amount, context.Currency) : Money.Of(Math.Round(amount / context.Months, 9), context.Currency);
    }

    private static RecommendationConfidence ConfidenceOf(RecommendationFound found)
    {
        RecommendationSaving saving = found.Saving!;
        RecommendationConfidence confidence = found.Draft.Confidence;
        if (saving.Days < WeekDays)
        {
            return RecommendationConfidence.Low;
        }

        // Days that differ so much may well come otherwise.
        bool isWide = saving.Low.ToDecimal() * 2 < saving.PerMonth.ToDecimal();
        return isWide && confidence > RecommendationConfidence.Low ? confidence - 1 : confidence;
    }

    private static Recommendation Build(RecommendationFound found, RecommendationPlan plan, RecommendationFound[] worthy) => new()
    {
        Id = found.Id,
        Recommender = found.Recommender,
        Title = found.Draft.Title,
        Saving = found.Saving!,
        Confidence = ConfidenceOf(found),
        Evidence = [.. Evidence(found)],
        Assumptions = ["Requests go on as in the time that was replayed.", .. found.Draft.Assumptions],
        Configuration = found.Draft.Configuration,
        IsInPlan = plan.Recommendations.Contains(found.Id),
        ConflictsWith = [.. found.Conflicts.Where(other => worthy.Contains(other)).Select(static other => other.Id).Order(StringComparer.Ordinal)],
        Change = found.Draft.Change,
        Measure = found.Draft.Measure,
    };

    private static IEnumerable<RecommendationFact> Evidence(RecommendationFound found)
    {
        RecommendationSaving saving = found.Saving!;
        yield return new("charges replayed", saving.Charges.ToString("N0", CultureInfo.InvariantCulture));
        yield return new("days with charges", saving.Days.ToString(CultureInfo.InvariantCulture));
        yield return new("paid", saving.Cost.ToString());
        yield return new("paid otherwise", (saving.Cost - saving.Replayed).ToString());
        if (found.Unpriced > 0)
        {
            yield return new("left as they are, because no price is known otherwise", found.Unpriced.ToString("N0", CultureInfo.InvariantCulture));
        }

        foreach (RecommendationFact fact in found.Draft.Evidence)
        {
            yield return fact;
        }
    }

    private PassProgress? Pass(int number) => progress is null ? null : new PassProgress(progress, number, Passes);

    private sealed class PassProgress(IProgress<double> all, int number, int passes) : IProgress<double>
    {
        public void Report(double value) => all.Report((number + value) / passes);
    }
}
