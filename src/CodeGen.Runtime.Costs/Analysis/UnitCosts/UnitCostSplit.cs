namespace CodeGen.Runtime.Costs;

/// <summary>Splits the difference of two unit costs into effects of price, tokens and mix.</summary>
/// <remarks>
/// A unit cost is the sum of price × tokens for each unit over models and kinds of tokens. The difference of two such sums is split at the means of both (Bennet, "The theory of measurement of changes in cost of living", Journal of the
/// Royal Statistical Society 83, 1920), and that of tokens once more, into their number and their shares. What is only on one side has the same price on both: it is mix.
/// </remarks>
internal static class UnitCostSplit
{
    public static UnitCostEffects Of(IReadOnlyCollection<UnitCostPiece> before, decimal unitsBefore, IReadOnlyCollection<UnitCostPiece> after, decimal unitsAfter, Money difference)
    {
        decimal allBefore = before.Sum(static piece => piece.Tokens) / unitsBefore;
        decimal allAfter = after.Sum(static piece => piece.Tokens) / unitsAfter;
        var pairs = new Dictionary<(string?, string?), (UnitCostPiece Before, UnitCostPiece After)>();
        foreach (UnitCostPiece piece in before)
        {
            pairs[(piece.Item, piece.Line)] = (piece, default);
        }

        foreach (UnitCostPiece piece in after)
        {
            pairs[(piece.Item, piece.Line)] = (pairs.GetValueOrDefault((piece.Item, piece.Line)).Before, piece);
        }

        decimal price = 0;
        decimal tokens = 0;
        foreach ((UnitCostPiece was, UnitCostPiece now) in pairs.Values.Where(static pair => pair.Before.Tokens > 0 || pair.After.Tokens > 0))
        {
            decimal priceBefore = was.Tokens > 0 ? was.Cost / was.Tokens : now.Cost / now.Tokens;
            decimal priceAfter = now.Tokens > 0 ? now.Cost / now.Tokens : priceBefore;
            price += ((was.Tokens / unitsBefore) + (now.Tokens / unitsAfter)) / 2 * (priceAfter - priceBefore);
            tokens += (priceBefore + priceAfter) / 2 * (Share(was, unitsBefore, allBefore) + Share(now, unitsAfter, allAfter)) / 2 * (allAfter - allBefore);
        }

        var ofPrice = Money.Of(price, difference.Currency);
        var ofTokens = Money.Of(tokens, difference.Currency);
        return new UnitCostEffects(ofPrice, ofTokens, difference - ofPrice - ofTokens);
    }

    private static decimal Share(UnitCostPiece piece, decimal units, decimal all) => all > 0 ? piece.Tokens / units / all : 0;
}
