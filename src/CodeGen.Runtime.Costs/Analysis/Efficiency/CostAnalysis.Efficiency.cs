namespace CodeGen.Runtime.Costs;

/// <content>How much of what was paid for was used.</content>
internal sealed partial class CostAnalysis
{
    public async ValueTask<CostEfficiency> EfficiencyAsync(Action<CostEfficiencyQuery>? configure = null, CancellationToken cancellationToken = default)
    {
        var query = new CostEfficiencyQuery(time.GetUtcNow(), options.BillingZone);
        configure?.Invoke(query);
        CostReport hours = await reports.ReportAsync(
            r => query.Ask(r, query.First, query.End)
                .Where(CostReportDimension.Category, nameof(CostCategory.Compute).ToLowerInvariant())
                .Where(CostReportDimension.Kind, nameof(CostRecordKind.Charge).ToLowerInvariant(), nameof(CostRecordKind.Adjustment).ToLowerInvariant())
                .GroupBy(CostReportDimension.Day, CostDimension.Resource, CostDimension.Service, CostReportDimension.Item, CostReportDimension.Unit),
            cancellationToken).ConfigureAwait(false);
        CostReport tokens = await reports.ReportAsync(
            r => query.Ask(r, query.First, query.End).Where(CostReportDimension.Category, s_models).GroupBy(CostReportDimension.Line), cancellationToken).ConfigureAwait(false);
        CostReport total = await reports.ReportAsync(r => query.Ask(r, query.First, query.End), cancellationToken).ConfigureAwait(false);
        var machines = new MachineUses(hours.Groups.Select(MachineCell.Of).OfType<MachineCell>(), total.Currency);
        decimal saved = In(total.Total.Savings, total.Currency);
        return new CostEfficiency
        {
            From = total.From,
            Until = total.Until,
            Machines = machines.All,
            Resources = machines.Resources,
            Services = machines.Services,
            Savings = total.Total.Savings,
            SavedShare = AnalysisNumbers.Share(saved, saved + In(total.Total.Costs, total.Currency)),
            ProviderCacheShare = AnalysisNumbers.Share(
                tokens.Groups.Where(static group => group.Key[0] is { } line && line.EndsWith("cacheRead", StringComparison.OrdinalIgnoreCase)).Sum(static group => (decimal)group.Figures.Tokens),
                tokens.Total.Tokens - tokens.Total.OutputTokens),
            UnpricedShare = AnalysisNumbers.Share(total.Total.Unpriced, total.Total.Charges),
            Unconverted = total.Total.Unconverted,
            IsWhole = total.IsWhole,
        };
    }

    private static decimal In(IReadOnlyList<Money> amounts, Currency currency) => amounts.Where(amount => amount.Currency == currency).Sum(static amount => amount.ToDecimal());
}
