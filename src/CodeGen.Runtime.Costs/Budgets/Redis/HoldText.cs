using System.Globalization;
using System.Text;

namespace CodeGen.Runtime.Costs;

/// <summary>Holds as the shared store keeps them: enough for any node to show, settle or resolve them.</summary>
internal static class HoldText
{
    private const char Next = '\t';

    /// <summary>A share's line: budget, amount, rate, currency. The script puts the start of its window before it.</summary>
    public static string Share(in HoldShare share) => string.Create(
        CultureInfo.InvariantCulture, $"{share.Scope.SharedName}{Next}{LimbText.Of(share.Amount)}{Next}{share.Rate}{Next}{share.Scope.Definition.Limit.Currency.Code}");

    /// <summary>What else belongs to it: estimate and attribution.</summary>
    public static string Head(HoldRecord hold)
    {
        var text = new StringBuilder(Amount(hold.Estimate));
        foreach (string dimension in CostDimension.Fixed)
        {
            Append(text, dimension, hold.Attribution[dimension]);
        }

        foreach (CostTag tag in hold.Attribution.Tags)
        {
            Append(text, CostDimension.Tag(tag.Name), tag.Value);
        }

        return text.ToString();
    }

    /// <summary>A whole open record, as the script of a reservation writes it.</summary>
    public static string Record(HoldRecord hold, string node)
    {
        string[] starts = [.. hold.Shares.Select(static share => share.WindowId is null ? "-" : share.WindowStart.ToString(CultureInfo.InvariantCulture))];
        IEnumerable<string> lines = hold.Shares.Select((share, i) => $"{starts[i]}{Next}{Share(share)}");
        string first = string.Create(CultureInfo.InvariantCulture, $"{node}{Next}{hold.ReservedAt}{Next}{hold.Lease}{Next}{string.Join(',', starts)}");
        return string.Join('\n', [first, .. lines, Head(hold)]);
    }

    public static string Amount(Money money) => $"{LimbText.Of(money.Picos)} {money.Currency.Code}";

    public static Money Amount(string text)
    {
        int blank = text.IndexOf(' ', StringComparison.Ordinal);
        return Money.FromPicos(LimbText.Parse(text.AsSpan(0, blank)), Currency.Parse(text[(blank + 1)..]));
    }

    /// <summary>Reads an open record.</summary>
    /// <param name="id">The hold.</param>
    /// <param name="record">First line, shares, and the rest.</param>
    /// <param name="orphanedAt">When its lease ends.</param>
    /// <param name="scopes">Finds its budgets.</param>
    public static HoldRecord Open(BudgetHoldId id, string record, long orphanedAt, SharedScopes scopes)
    {
        string[] lines = record.Split('\n');
        string[] first = lines[0].Split(Next);
        var shares = new HoldShare[lines.Length - 2];
        for (int i = 0; i < shares.Length; i++)
        {
            string[] parts = lines[i + 1].Split(Next);
            SharedScope scope = scopes.Find(parts[1], Currency.Parse(parts[4]));
            shares[i].Scope = scope.Scope;
            shares[i].Amount = LimbText.Parse(parts[2]);
            shares[i].Rate = decimal.Parse(parts[3], CultureInfo.InvariantCulture);
            Place(ref shares[i], parts[0]);
        }

        (Money estimate, CostAttribution attribution) = Head(lines[^1]);
        return new HoldRecord(id, estimate, attribution, shares, Number(first[2])) { State = HoldState.Held, ReservedAt = Number(first[1]), OrphanedAt = orphanedAt };
    }

    /// <summary>Writes the windows that the store chose into the shares.</summary>
    public static void Place(HoldRecord hold, string starts)
    {
        int i = 0;
        foreach (Range one in starts.AsSpan().Split(','))
        {
            if (i < hold.Shares.Length)
            {
                Place(ref hold.Shares[i++], starts[one]);
            }
        }
    }

    public static void PlaceOne(HoldRecord hold, int share, string start) => Place(ref hold.Shares[share], start);

    public static long Number(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);

    private static void Place(ref HoldShare share, string start)
    {
        if (start == "-")
        {
            (share.WindowId, share.WindowStart) = (null, 0);
            return;
        }

        share.WindowStart = Number(start);

        // As nearly always the window is the one of the table; a hold of long ago, or of a budget that this node does not have, may have another.
        WindowTable table = share.Scope.Table;
        int index = table.IndexOf(share.WindowStart);
        share.WindowId = index >= 0 && table.Starts[index] == share.WindowStart && table.Ids[index] is { } id ? id
            : share.Scope.Definition.Period.TryGetWindow(DateTimeOffset.FromUnixTimeMilliseconds(share.WindowStart), out BudgetWindow window) ? window.Id
            : start;
    }

    private static (Money Estimate, CostAttribution Attribution) Head(string text)
    {
        string[] parts = text.Split(Next);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string part in parts.AsSpan(1))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            values[part[..equals]] = Uri.UnescapeDataString(part[(equals + 1)..]);
        }

        return (Amount(parts[0]), new CostAttribution
        {
            Service = values.GetValueOrDefault(CostDimension.Service),
            Resource = values.GetValueOrDefault(CostDimension.Resource),
            User = values.GetValueOrDefault(CostDimension.User),
            Project = values.GetValueOrDefault(CostDimension.Project),
            Model = values.GetValueOrDefault(CostDimension.Model),
            Tags = [.. values.Where(static pair => pair.Key.StartsWith(CostDimension.TagPrefix, StringComparison.Ordinal)).Select(static pair => new CostTag(pair.Key[CostDimension.TagPrefix.Length..], pair.Value))],
        });
    }

    private static void Append(StringBuilder text, string dimension, string? value)
    {
        if (value is not null)
        {
            text.Append(Next).Append(dimension).Append('=').Append(Uri.EscapeDataString(value));
        }
    }
}
