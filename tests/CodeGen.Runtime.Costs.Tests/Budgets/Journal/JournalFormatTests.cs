using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>The bytes of the journal's records, which later versions must read.</summary>
public sealed class JournalFormatTests
{
    private static readonly long s_now = BudgetHost.Start.ToUnixTimeMilliseconds();

    private static readonly BudgetScope s_team = ScopeOf("team", static b => b.Scope("project", "p42").Monthly(500, "Asia/Shanghai"), 0);
    private static readonly BudgetScope s_day = ScopeOf("a-day", static b => b.Daily(20).In("CNY"), 1);

    /// <summary>Computed by another program, as are the bytes below.</summary>
    private static readonly string[] s_keys =
    [
        "0162555344DE93C873", "016255534451E0E462", "0162555344BEC59FDF", "0162555344785BB108", "01625553449E0CAF5E", "01625553443B5C20E0", "0162555344B8FBBDC6",
        "0162555344FFF0B9CD", "016255534463FCBC37", "0162555344098FED74", "0162555344F70CAE5A", "0162555344A8C73FE7", "0162434E59DE93C873",
    ];

    private static readonly Gen<Int128> s_amounts = Gen.Select(Gen.ULong, Gen.ULong, Gen.Int[0, 126]).Select(static (high, low, shift) => (Int128)(new UInt128(high, low) >> 1 >> shift));

    private static readonly Gen<string?> s_values = Gen.Frequency((1, Gen.OneOfConst<string?>(null, "")), (3, Gen.String[0, 300].Select(static s => (string?)s)), (1, Gen.OneOfConst<string?>("größe", "北京", "p42", "🙂")));

    private static readonly Gen<CostAttribution> s_attributions = Gen.Select(s_values, s_values, s_values, s_values, Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 64], s_values).Array[0, 16]).Select(static (service, user, project, model, tags) =>
        new CostAttribution
        {
            Service = service,
            User = user,
            Project = project,
            Model = model,
            Resource = service,
            Tags = [.. tags.DistinctBy(static t => t.Item1).Select(static t => new CostTag(t.Item1, t.Item2 ?? ""))],
        });

    private static readonly Gen<decimal> s_rates = Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int, Gen.Int, Gen.Byte[0, 28]).Select(static (low, mid, high, scale) => new decimal(low | 1, mid, high, false, scale));

    private static readonly Gen<HoldShare> s_shares = Gen.Select(Gen.Bool, s_amounts, Gen.Frequency((2, Gen.Const(0m)), (1, s_rates)), Gen.Int[-500, 3_000_000]).Select(static (team, amount, rate, hours) => new HoldShare
    {
        Scope = team ? s_team : s_day,
        Amount = amount,
        Rate = rate,
        WindowStart = hours * 3_600_000L,
        WindowId = "w",
    });

    private static readonly Gen<HoldRecord> s_holds = Gen.Select(Gen.ULong, Gen.ULong, s_amounts, Gen.Select(Gen.OneOfConst("USD", "CNY", "XXX"), s_attributions), s_shares.Array[0, 8], Gen.Select(Gen.Long[0, 86_400_000], Gen.Long[0, 4_000_000_000_000])).Select(
        static (process, count, estimate, named, shares, times) =>
            new HoldRecord(new BudgetHoldId(process, count), Money.FromPicos(estimate, Currency.Parse(named.Item1)), named.Item2, shares, times.Item1) { State = HoldState.Held, ReservedAt = times.Item2 });

    [Fact]
    public void Reserve_TheseBytes_AreTheFormat()
    {
        Span<byte> room = stackalloc byte[512];
        Convert.ToHexString(room[..ReservePayload.Write(room, Golden())]).Should().Be(
            "0100" // version, form
            + "EFCDAB89674523012A" // id
            + "80C8F0959E67" // 2026-03-15T12:00:00Z
            + "A0F736" // 900,000 ms
            + "555344" + "80C0F588FE06" // USD, 0.12 in picos, folded
            + "1C" + "027537" + "03703432" + "026D31" + "01" + "047465616D" + "06E58C97E4BAAC" // user, project, model, a tag
            + "02" // two shares
            + "047465616D" + "555344" + "45E9DE93" + "00" + "80A0D3CF9467" // team: key, flags, window
            + "05612D646179" + "434E59" + "DE93C873" + "03" + "8090D7EC9D67" + "8080CEA6A532" + "48000000000000000000000000000100"); // a-day: key, flags, window, amount, rate 7.2
    }

    [Fact]
    public void Settle_TheseBytes_AreTheFormat()
    {
        Span<byte> room = stackalloc byte[512];
        int length = SettlePayload.Write(room, Golden(), BookingForm.Resolved, Money.Of(0.0435m, Currency.Usd), [new ShareBooking(43_500_000_000, 800_000), new ShareBooking(-1, -1)]);
        Convert.ToHexString(room[..length]).Should().Be(
            "0102" + "EFCDAB89674523012A" + "555344" + "80CCEA8CC402" + "02"
            + "047465616D" + "555344" + "45E9DE93" + "80A0D3CF9467" + "80CCEA8CC402" + "81EA30"
            + "05612D646179" + "434E59" + "DE93C873" + "8090D7EC9D67" + "01" + "00");
    }

    [Fact]
    public void VoidAndAbandoned_TheseBytes_AreTheFormat()
    {
        Span<byte> room = stackalloc byte[64];
        Convert.ToHexString(room[..VoidPayload.Write(room, new BudgetHoldId(0x0123456789ABCDEF, 42))]).Should().Be("0100EFCDAB89674523012A");
        Convert.ToHexString(room[..ReservePayload.WriteAbandoned(room, new BudgetHoldId(0x0123456789ABCDEF, 42), s_now)]).Should().Be("0101EFCDAB89674523012A" + "80C8F0959E67");
    }

    /// <summary>If one of these changes, budgets of that kind begin at zero after an upgrade.</summary>
    [Fact]
    public void Key_OfEachPeriod_StaysTheSame()
    {
        Action<BudgetBuilder>[] budgets =
        [
            static b => b.Daily(1), static b => b.Daily(2, "Europe/Berlin").Alert(0.5).Enforce(), static b => b.Weekly(1), static b => b.Weekly(1, fromSunday: true), static b => b.Monthly(1), static b => b.Quarterly(1),
            static b => b.Yearly(1), static b => b.FiscalYearly(1, 4), static b => b.Rolling(1, TimeSpan.FromHours(24)), static b => b.Rolling(1, TimeSpan.FromMinutes(90), 3),
            static b => b.Once(1, BudgetHost.Start, BudgetHost.Start.AddDays(1)), static b => b.Daily(1).Scope("project", "p42").Scope("tag.team", "größe"), static b => b.Daily(1).In("CNY"),
        ];
        budgets.Select(static budget => Convert.ToHexString(ScopeOf("b", budget, 0).Key)).Should().Equal(s_keys).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public void Hold_WrittenAndRead_IsTheSame() => s_holds.Sample(static hold =>
    {
        byte[] room = new byte[ReservePayload.MostBytes(hold)];
        HoldRecord? read = ReservePayload.Read(room.AsSpan(0, ReservePayload.Write(room, hold)), new ScopeKeys([s_team, s_day]));
        read.Should().NotBeNull();
        (read!.Id, read.Estimate, read.Lease, read.ReservedAt, read.State).Should().Be((hold.Id, hold.Estimate, hold.Lease, hold.ReservedAt, HoldState.Held));
        read.Attribution.Should().Be(hold.Attribution);
        read.Shares.Select(static s => (s.Scope, s.Amount, s.Rate, s.WindowStart)).Should().Equal(hold.Shares.Select(static s => (s.Scope, s.Amount, s.Rate, s.WindowStart)));
        read.CountedShares.Should().Be(hold.Shares.Length);
    });

    [Fact]
    public void Booking_WrittenAndRead_IsTheSame() => Gen.Select(s_holds, s_amounts, Gen.Select(s_amounts, Gen.Bool, Gen.Int[-1, 10_000_000]).Array[8], Gen.Byte[0, 3]).Sample(static (hold, actual, deltas, form) =>
    {
        ShareBooking[] bookings = [.. deltas.Take(hold.Shares.Length).Select(static d => new ShareBooking(d.Item2 ? -d.Item1 : d.Item1, d.Item3))];
        byte[] room = new byte[SettlePayload.MostBytes(hold)];
        var reader = new JournalReader(room.AsSpan(0, SettlePayload.Write(room, hold, (BookingForm)form, Money.FromPicos(actual, Currency.Usd), bookings)));
        SettlePayload.TryReadHead(ref reader, out BookingForm readForm, out BudgetHoldId id, out Money money, out int shares).Should().BeTrue();
        (readForm, id, money, shares).Should().Be(((BookingForm)form, hold.Id, Money.FromPicos(actual, Currency.Usd), hold.Shares.Length));
        for (int i = 0; i < shares; i++)
        {
            SettlePayload.ReadShare(ref reader, out long start, out ShareBooking booking).ToArray().Should().Equal(hold.Shares[i].Scope.Key);
            (start, booking).Should().Be((hold.Shares[i].WindowStart, bookings[i]));
        }

        reader.IsWhole.Should().BeTrue();
    });

    [Fact]
    public void AnyBytes_AsAnyRecord_AreReadOrRefusedAndNeverThrow() => Gen.Select(Gen.Byte.Array[0, 200], Gen.OneOfConst(LedgerRecordKind.Reserve, LedgerRecordKind.Settle, LedgerRecordKind.Void, LedgerRecordKind.Node)).Sample(static (bytes, kind) =>
    {
        InProcessBudgetStore store = EmptyStore();
        var replay = new BudgetReplay(store);
        _ = replay.TryBegin(bytes, 1);
        bytes = [1, .. bytes];
        _ = new BudgetReplay(EmptyStore()).TryBegin(bytes, 1);
        _ = replay.TryTake(kind, 1, bytes);
        replay.End(static _ => { });
        var node = new NodeReplay(new SharedScopes([], new BudgetKeys("n"))) { Identity = new NodeIdentity(1, Membership.None, []) };
        _ = node.TryTake(kind, 1, bytes);
        _ = NodeSnapshotPayload.Read(bytes, 1, node);
        _ = node.End(static _ => { });
    }, iter: 20_000);

    [Fact]
    public void Records_CutOrChangedAnywhere_AreReadOrRefusedAndNeverThrow() => Gen.Select(s_holds, Gen.Int[0, 400], Gen.Byte, Gen.Bool).Sample(static (hold, at, value, cut) =>
    {
        byte[] reserve = new byte[ReservePayload.MostBytes(hold)];
        reserve = reserve[..ReservePayload.Write(reserve, hold)];
        byte[] settle = new byte[SettlePayload.MostBytes(hold)];
        settle = settle[..SettlePayload.Write(settle, hold, BookingForm.Resolved, hold.Estimate, new ShareBooking[hold.Shares.Length])];
        InProcessBudgetStore store = EmptyStore();
        var replay = new BudgetReplay(store);
        foreach ((LedgerRecordKind kind, byte[] whole) in new[] { (LedgerRecordKind.Reserve, reserve), (LedgerRecordKind.Settle, settle) })
        {
            byte[] bytes = cut ? whole[..(at % whole.Length)] : [.. whole];
            if (!cut)
            {
                bytes[at % bytes.Length] = value;
            }

            bool taken = replay.TryTake(kind, 1, bytes);
            if (cut && kind == LedgerRecordKind.Settle)
            {
                taken.Should().BeFalse();
            }
        }

        replay.End(static _ => { });
    });

    private static HoldRecord Golden() => new(
        new BudgetHoldId(0x0123456789ABCDEF, 42),
        Money.Of(0.12m, Currency.Usd),
        new CostAttribution { User = "u7", Project = "p42", Model = "m1" }.WithTag("team", "北京"),
        [
            new HoldShare { Scope = s_team, Amount = 120_000_000_000, WindowStart = WindowOf(s_team), WindowId = "2026-03" },
            new HoldShare { Scope = s_day, Amount = 864_000_000_000, Rate = 7.2m, WindowStart = WindowOf(s_day), WindowId = "2026-03-15" },
            new HoldShare { Scope = s_day, Amount = 1 },
        ],
        900_000) { State = HoldState.Held, ReservedAt = s_now };

    private static long WindowOf(BudgetScope scope) => scope.Table.Starts[scope.Table.IndexOf(s_now)];

    private static BudgetScope ScopeOf(string name, Action<BudgetBuilder> configure, int index)
    {
        var options = new BudgetOptions();
        configure(new BudgetBuilder(options));
        return new BudgetScope(BudgetOptionsReader.Read(name, options, [])!, index, s_now);
    }

    private static InProcessBudgetStore EmptyStore() => new([s_team, s_day], new Microsoft.Extensions.Time.Testing.FakeTimeProvider(BudgetHost.Start));
}
