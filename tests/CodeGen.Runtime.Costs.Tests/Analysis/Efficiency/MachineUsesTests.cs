using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Whatever was booked, shares are shares, and the parts are the whole.</summary>
public sealed class MachineUsesTests
{
    private static readonly Gen<MachineCell> s_cell = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 2], Gen.Int[-5, 30], Gen.Int[0, 50], Gen.Int[0, 2]).Select(static (day, resource, service, meter, hours, cost, charges) =>
    {
        string name = meter == 0 ? MeterNames.BusyHours : $"meter-{meter}";
        return new MachineCell($"2026-03-0{day + 1}", resource == 0 ? null : $"r{resource}", service == 0 ? null : $"s{service}", name, hours, Money.Of(meter == 0 ? 0 : cost, Currency.Usd), charges);
    });

    [Fact]
    public void Of_AnyCells_SharesAreWithin0And1AndPartsAreTheWhole() => s_cell.Array[0, 40].Sample(cells =>
    {
        var uses = new MachineUses(cells, Currency.Usd);

        foreach (MachineUse use in uses.Resources.Concat(uses.Services).Append(uses.All))
        {
            new[] { use.Utilization, use.IdleShare, use.ObservedShare }.Should().OnlyContain(static share => share == null || (share >= 0 && share <= 1));
        }

        foreach (MachineUse use in uses.Resources)
        {
            use.IdleCost.Should().BeLessThanOrEqualTo(use.ObservedCost);
            use.ObservedCost.Should().BeLessThanOrEqualTo(use.Cost);
        }

        uses.All.Cost.Should().Be(Money.Of(cells.Sum(static cell => cell.Cost.ToDecimal()), Currency.Usd));
        Sum(uses.Services, static use => use.Cost).Should().Be(uses.All.Cost);
        Sum(uses.Services, static use => use.IdleCost).Should().Be(uses.All.IdleCost);
    });

    private static Money Sum(IEnumerable<MachineUse> uses, Func<MachineUse, Money> of) => uses.Select(of).Aggregate(Money.Zero(Currency.Usd), static (sum, one) => sum + one);
}
