using CsCheck;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Some machines of a service over some hours, as random tests have them: what each hour of each was paid for, how long it worked, of that how long at one task, all in minutes, and what it cost, in sixtieths of a cent.</summary>
internal sealed record Fleet(string Service, int Machines, (int Paid, int Busy, int Part, int Sixtieths)[] Cells)
{
    public const int Hours = 30;
    public static readonly DateTimeOffset From = new(2026, 3, 9, 0, 0, 0, TimeSpan.Zero);

    public static Gen<Fleet> Any(string service) =>
        Gen.Int[1, 6].SelectMany(machines => Gen.Select(Gen.Int[-20, 120].Select(static paid => Math.Min(paid, 60)), Gen.Int[-6, 60], Gen.Int[0, 60], Gen.Int[0, 24_000]).Array[machines * Hours]
            .Select(cells => new Fleet(service, machines, cells)));

    /// <summary>The same with machines that cost a dollar an hour.</summary>
    public Fleet AtOnePrice => this with { Cells = [.. Cells.Select(static cell => cell with { Sixtieths = cell.Paid * 100 })] };

    /// <summary>What is known of an hour: minutes paid, minutes worked, minutes of those for one task, and costs, by machine; without those of which nobody said how long they worked.</summary>
    public IReadOnlyList<(int Paid, int Busy, int Part, decimal Cost)> Observed(int hour) => [.. Of(hour).Where(static cell => cell.Busy >= 0).Select(static cell => (cell.Paid, cell.Busy, Math.Min(cell.Part, cell.Busy), cell.Sixtieths / 6000m))];

    /// <summary>Minutes that were paid for in an hour.</summary>
    public int Paid(int hour) => Of(hour).Sum(static cell => cell.Paid);

    public decimal Cost => Enumerable.Range(0, Hours).Sum(hour => Of(hour).Sum(static cell => cell.Sixtieths / 6000m));

    public static RecommendationContext Context() => new(ReportPeriod.Of(From, From.AddHours(Hours), "UTC"), new ReplayDays(new RollupCalendar("UTC")), Currency.Usd, new PriceBook(new()));

    public IEnumerable<ReplayedCharge> Charges()
    {
        for (int hour = 0; hour < Hours; hour++)
        {
            for (int machine = 0; machine < Machines; machine++)
            {
                (int paid, int busy, int part, int sixtieths) = Cells[(hour * Machines) + machine];
                if (paid <= 0)
                {
                    continue;
                }

                var attribution = new CostAttribution { Service = Service, Resource = $"{Service}-{machine}" };
                DateTimeOffset end = From.AddHours(hour + 1);
                yield return Charge(attribution, end, MeterNames.GpuHours, TimeSpan.FromMinutes(paid), sixtieths / 6000m);
                if (busy >= 0)
                {
                    int task = Math.Min(part, busy);
                    yield return Charge(attribution, end, MeterNames.BusyHours, TimeSpan.FromMinutes(busy - task), 0);
                    yield return Charge(attribution.WithTag("task", "batch"), end, MeterNames.BusyHours, TimeSpan.FromMinutes(task), 0);
                }
            }
        }
    }

    public static ReplayedCharge Charge(CostAttribution attribution, DateTimeOffset end, string meter, TimeSpan time, decimal cost)
    {
        var amount = Money.Of(cost, Currency.Usd);
        return new ReplayedCharge(
            new CostRecord
            {
                Sequence = 1,
                Id = Guid.Empty,
                ContentHash = 0,
                Kind = CostRecordKind.Charge,
                EventTime = end,
                IngestTime = end,
                Use = CostUse.Stated(CostCategory.Compute, meter, time, amount),
                Attribution = attribution,
                Status = PriceStatus.Priced,
                PriceVersion = PriceVersion.None,
                Currency = Currency.Usd,
                Lines = [],
                Amount = ExactMoney.Of(amount),
            },
            DateOnly.FromDateTime(end.UtcDateTime),
            amount,
            isReproduced: false);
    }

    public static IReadOnlyList<RecommendationDraft> Drafts(ICostRecommender recommender, params IEnumerable<Fleet> fleets)
    {
        ICostReplay replay = recommender.Begin(Context())!;
        foreach (ReplayedCharge charge in fleets.SelectMany(static fleet => fleet.Charges()))
        {
            replay.Observe(charge);
        }

        return [.. replay.Complete()];
    }

    private IEnumerable<(int Paid, int Busy, int Part, int Sixtieths)> Of(int hour) => Cells.Skip(hour * Machines).Take(Machines).Where(static cell => cell.Paid > 0);
}
