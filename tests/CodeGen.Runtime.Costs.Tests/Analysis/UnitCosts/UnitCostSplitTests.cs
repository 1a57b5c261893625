using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Whatever changed between two times, its effects sum up to the change, and none is told that was not there.</summary>
public sealed class UnitCostSplitTests
{
    private static readonly Gen<UnitCostPiece[]> s_pieces = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 2], Gen.Int[0, 100_000], Gen.Int[0, 1_000_000])
        .Select(static (item, line, cost, tokens) => new UnitCostPiece($"m{item}", $"l{line}", cost / 1_000m, tokens)).Array[0, 8].Select(static pieces => pieces.DistinctBy(static piece => (piece.Item, piece.Line)).ToArray());

    [Fact]
    public void Of_AnyTwoTimes_SumsUpExactly() => Gen.Select(s_pieces, Gen.Int[1, 1_000], s_pieces, Gen.Int[1, 1_000]).Sample((before, unitsBefore, after, unitsAfter) =>
    {
        Money difference = Difference(before, unitsBefore, after, unitsAfter);

        UnitCostEffects effects = UnitCostSplit.Of(before, unitsBefore, after, unitsAfter, difference);

        (effects.Price + effects.Tokens + effects.Mix).Should().Be(difference);
    });

    [Fact]
    public void Of_TheSameTokensAtOtherPrices_IsPriceAlone() => Gen.Select(s_pieces, Gen.Int[1, 1_000], Gen.Int[2, 9]).Sample((pieces, units, factor) =>
    {
        UnitCostPiece[] tokens = [.. pieces.Where(static piece => piece.Tokens > 0)];
        UnitCostPiece[] dearer = [.. tokens.Select(piece => piece with { Cost = piece.Cost * factor })];
        Money difference = Difference(tokens, units, dearer, units);

        UnitCostEffects effects = UnitCostSplit.Of(tokens, units, dearer, units, difference);

        effects.Tokens.IsZero.Should().BeTrue();
        Math.Abs((decimal)effects.Mix.Picos).Should().BeLessThanOrEqualTo(10, "that is rounding");
    });

    [Fact]
    public void Of_MoreOfTheSame_IsTokensAlone() => Gen.Select(s_pieces, Gen.Int[1, 1_000], Gen.Int[2, 9]).Sample((pieces, units, factor) =>
    {
        UnitCostPiece[] tokens = [.. pieces.Where(static piece => piece.Tokens > 0)];
        UnitCostPiece[] more = [.. tokens.Select(piece => piece with { Cost = piece.Cost * factor, Tokens = piece.Tokens * factor })];

        UnitCostEffects effects = UnitCostSplit.Of(tokens, units, more, units, Difference(tokens, units, more, units));

        Math.Abs((decimal)effects.Price.Picos).Should().BeLessThanOrEqualTo(10);
        Math.Abs((decimal)effects.Mix.Picos).Should().BeLessThanOrEqualTo(10);
    });

    private static Money Difference(UnitCostPiece[] before, int unitsBefore, UnitCostPiece[] after, int unitsAfter) =>
        Money.Of(after.Sum(static piece => piece.Cost) / unitsAfter, Currency.Usd) - Money.Of(before.Sum(static piece => piece.Cost) / unitsBefore, Currency.Usd);
}
