using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Tests.Focus;

/// <summary>A month of a host that calls models and runs some machines: three teams, hour by hour, with corrections, a fee, a tax, a credit and rounding.</summary>
internal static class FocusMonth
{
    private const int Year = 2026;
    private const int Month = 3;
    private static readonly FocusPeriod s_billing = FocusPeriod.Month(Year, Month);
    private static readonly FocusAccount s_host = new("acct-7", "Code Host", "Organisation");
    private static readonly FocusAccount?[] s_teams = [new("team-a", "Team A", "Team"), new("team-b", "Team \"B\", south", "Team"), new("p42", "Проект 42", "Project"), null];

    /// <summary>What a model's tokens cost, per million, at list price and as agreed.</summary>
    private static readonly (string Sku, string Meter, decimal List, decimal Agreed, int Most)[] s_meters =
    [
        ("input", "Input Tokens", 1m, 0.9m, 4_000_000),
        ("cache-read", "Cache Read Tokens", 0.1m, 0.09m, 9_000_000),
        ("cache-write-5m", "Cache Write 5 min Tokens", 1.25m, 1.125m, 800_000),
        ("cache-write-1h", "Cache Write 1 h Tokens", 2m, 1.8m, 300_000),
        ("output", "Output Tokens", 5m, 4.5m, 900_000),
    ];

    public static IEnumerable<FocusRow> Rows(int seed)
    {
        var random = new Random(seed);
        for (DateTimeOffset hour = s_billing.Start; hour < s_billing.End; hour = hour.AddHours(1))
        {
            FocusAccount? team = s_teams[random.Next(s_teams.Length)];
            foreach ((string sku, string meter, decimal list, decimal agreed, int most) in s_meters)
            {
                yield return Tokens(hour, team, random.Next(most), sku, meter, list, agreed);
            }

            yield return Seconds(hour, team, new TimeSpan(random.NextInt64(TimeSpan.TicksPerHour)));
            yield return GpuHours(hour, team, random.Next(1, 9), spot: random.Next(4) == 0);
        }

        foreach (FocusRow row in Others(random))
        {
            yield return row;
        }
    }

    public static FocusRow Tokens(DateTimeOffset hour, FocusAccount? team, long tokens, string sku, string meter, decimal list, decimal agreed)
    {
        decimal millions = tokens / 1_000_000m;
        return Base(hour, team) with
        {
            ChargeDescription = $"{meter} of claude-haiku-5.5, standard tier",
            ProviderName = "Anthropic",
            PublisherName = "Anthropic",
            InvoiceIssuerName = "Anthropic",
            ServiceName = "Claude API",
            ServiceSubcategory = "Generative AI",
            BilledCost = Money.Of(millions * agreed, Currency.Usd),
            EffectiveCost = Money.Of(millions * agreed, Currency.Usd),
            ContractedCost = Money.Of(millions * agreed, Currency.Usd),
            ListCost = Money.Of(millions * list, Currency.Usd),
            Consumed = new(tokens, "Tokens"),
            Pricing = new(millions, "1000000 Tokens") { ListUnitPrice = list, ContractedUnitPrice = agreed },
            Sku = new($"claude-haiku-5.5/{sku}", $"claude-haiku-5.5/{sku}/2026-02-01", meter)
            {
                Details = new Dictionary<string, string> { ["x_Model"] = "claude-haiku-5.5", ["x_Tier"] = "standard" },
            },
            Tags = new Dictionary<string, string?> { ["environment"] = "prod", ["owner"] = "=HYPERLINK(\"x\"),\nsecond line", ["batchable"] = null },
        };
    }

    /// <summary>Time of an API in seconds with seven decimals, at a rate per second: more digits than an amount has, so the cost is rounded.</summary>
    private static FocusRow Seconds(DateTimeOffset hour, FocusAccount? team, TimeSpan time)
    {
        decimal seconds = time.Ticks / (decimal)TimeSpan.TicksPerSecond;
        const decimal Rate = 0.0000123456m;
        Money cost = Money.Of(seconds * Rate, Currency.Cny);
        return Base(hour, team) with
        {
            ChargeDescription = "POST /generate, seconds",
            ProviderName = "代码主机",
            PublisherName = "代码主机",
            InvoiceIssuerName = "代码主机",
            ServiceName = "Generation API",
            ServiceSubcategory = "Application Platforms",
            BilledCost = cost,
            EffectiveCost = cost,
            ContractedCost = cost,
            ListCost = cost,
            Consumed = new(seconds, "Seconds"),
            Pricing = new(seconds, "Seconds") { ListUnitPrice = Rate, ContractedUnitPrice = Rate },
            Sku = new("api/generate", "api/generate/2026-01-01", "API Seconds"),
        };
    }

    /// <summary>Machines priced in dollars and billed in rupiah.</summary>
    private static FocusRow GpuHours(DateTimeOffset hour, FocusAccount? team, int gpus, bool spot)
    {
        Currency rupiah = Currency.Parse("IDR");
        decimal dollars = spot ? 1.1m : 2.49m;
        const decimal Rate = 16_432.75m;
        Money cost = Money.Of(gpus * dollars * Rate, rupiah);
        return Base(hour, team) with
        {
            ChargeDescription = "GPU machine",
            ProviderName = "Cloud",
            PublisherName = "Cloud",
            InvoiceIssuerName = "Cloud",
            InvoiceId = "2026-03-0001",
            ServiceName = "Virtual Machines",
            ServiceSubcategory = "Virtual Machines",
            BilledCost = cost,
            EffectiveCost = cost,
            ContractedCost = cost,
            ListCost = cost,
            Consumed = new(gpus, "GPU-Hours"),
            Pricing = new(gpus, "GPU-Hours") { ListUnitPrice = dollars * Rate, ContractedUnitPrice = dollars * Rate, Category = spot ? FocusPricingCategory.Dynamic : FocusPricingCategory.Standard },
            PricingCurrency = new(Money.Of(gpus * dollars, Currency.Usd)) { ListUnitPrice = dollars, ContractedUnitPrice = dollars },
            Sku = new("gpu/h100", spot ? "gpu/h100/spot" : "gpu/h100/on-demand", "GPU Hours")
            {
                Details = new Dictionary<string, string> { ["GpuCount"] = "1", ["InstanceType"] = "h100.xlarge", ["MemorySize"] = "80" },
            },
            Region = new("ap-southeast-3", "Jakarta"),
            Resource = new($"vm-{gpus}", "Virtual Machine", gpus % 2 == 0 ? "worker" : null),
        };
    }

    private static IEnumerable<FocusRow> Others(Random random)
    {
        DateTimeOffset earlier = s_billing.Start.AddDays(-9);
        DateTimeOffset now = s_billing.Start.AddDays(12);
        for (int i = 0; i < 40; i++)
        {
            // February was invoiced at the old price: the difference, without a price of its own.
            FocusRow wrong = Tokens(earlier.AddHours(i), s_teams[i % 4], random.Next(1, 1_000_000), "output", "Output Tokens", 5m, 4.5m);
            Money less = Money.FromPicos(-wrong.BilledCost.Picos / 7, Currency.Usd);
            yield return wrong with
            {
                IsCorrection = true,
                ChargeDescription = "Price learnt late",
                BilledCost = less,
                EffectiveCost = less,
                ContractedCost = less,
                ListCost = less,
                Consumed = new(0, "Tokens"),
                Pricing = new(0, "1000000 Tokens"),
            };

            // Within the month: taken back whole, and booked anew.
            FocusRow taken = Tokens(now.AddHours(i), s_teams[i % 4], -random.Next(1, 1_000_000), "input", "Input Tokens", 1m, 0.9m);
            yield return taken with { ChargeDescription = "Taken back: counted twice" };
        }

        FocusRow plain = Tokens(now, s_teams[0], 0, "input", "Input Tokens", 1m, 0.9m) with { Tags = null };
        Money fee = Money.Of(20, Currency.Usd);
        yield return plain with
        {
            ChargePeriod = s_billing, ChargeCategory = FocusChargeCategory.Purchase, ChargeFrequency = FocusChargeFrequency.Recurring, ChargeDescription = "Seat", Consumed = null,
            BilledCost = fee, ListCost = fee, ContractedCost = fee, EffectiveCost = default, Sku = new("seat", "seat/2026", "Seats"),
            Pricing = new(1, "Units") { ListUnitPrice = 20, ContractedUnitPrice = 20, Category = FocusPricingCategory.Other },
        };
        Money tax = Money.Of(3.8m, Currency.Usd);
        FocusRow unpriced = plain with { ChargePeriod = s_billing, ChargeFrequency = FocusChargeFrequency.OneTime, Consumed = null, Pricing = null, Sku = null };
        yield return unpriced with { ChargeCategory = FocusChargeCategory.Tax, ChargeDescription = "VAT", BilledCost = tax, EffectiveCost = tax, ListCost = tax, ContractedCost = tax };
        Money credit = Money.Of(-10, Currency.Usd);
        yield return unpriced with { ChargeCategory = FocusChargeCategory.Credit, ChargeDescription = "Voucher", BilledCost = credit, EffectiveCost = credit, ListCost = credit, ContractedCost = credit };
        Money rounding = Money.FromPicos(-1, Currency.Usd);
        yield return unpriced with
        {
            ChargeCategory = FocusChargeCategory.Adjustment, ChargeDescription = "Rounding of the invoice", BilledCost = rounding, EffectiveCost = rounding, ListCost = rounding, ContractedCost = rounding,
        };

        // Sold by a third party: billed elsewhere.
        yield return Tokens(now, s_teams[1], 77, "output", "Output Tokens", 5m, 4.5m) with { InvoiceIssuerName = "Marketplace", BilledCost = Money.Zero(Currency.Usd) };
    }

    private static FocusRow Base(DateTimeOffset hour, FocusAccount? team) => new()
    {
        BillingAccount = s_host,
        SubAccount = team,
        BillingPeriod = s_billing,
        ChargePeriod = FocusPeriod.Hour(hour),
        ChargeDescription = "",
        ProviderName = "",
        PublisherName = "",
        InvoiceIssuerName = "",
        ServiceName = "",
        ServiceSubcategory = "",
        BilledCost = default,
        EffectiveCost = default,
        ListCost = default,
        ContractedCost = default,
    };
}
