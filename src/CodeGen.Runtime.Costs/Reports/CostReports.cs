namespace CodeGen.Runtime.Costs;

/// <summary>Makes reports from roll-ups and ledger.</summary>
internal sealed class CostReports(RollupStore rollups, PriceBook prices) : ICostReports
{
    public async ValueTask<CostReport> ReportAsync(Action<CostQuery> configure, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var query = new CostQuery(rollups.Time.GetUtcNow(), rollups.Options.BillingZone, Currency.Parse(rollups.Options.Currency));
        configure(query);
        ReportSpec spec = query.Build();

        // The database and the ledger are read with calls that block: not on the caller's thread.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            using RollupReading? reading = rollups.TryRead();
            return Make(spec, reading, cancellationToken);
        }
        catch (Microsoft.Data.Sqlite.SqliteException e)
        {
            if (e.IsDamage())
            {
                rollups.TellDamage(e);
            }

            RollupLog.NotRead(rollups.Logger, e, rollups.Path);
        }

        return Make(spec, null, cancellationToken);
    }

    public async Task<FocusExport> WriteFocusAsync(IFocusWriter writer, int year, int month, FocusExportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentOutOfRangeException.ThrowIfLessThan(year, 1970);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, 8999);
        var first = new DateOnly(year, month, 1);
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var export = new FocusLedgerExport(rollups.Log, prices, rollups.Time, options ?? new FocusExportOptions(), rollups.Options.BillingZone, first, cancellationToken);
        return await export.WriteAsync(writer).ConfigureAwait(false);
    }

    private CostReport Make(ReportSpec spec, RollupReading? reading, CancellationToken cancellationToken)
    {
        var run = new ReportRun(rollups.Log, reading, spec, prices.FxRates, rollups.Options.BillingZone, cancellationToken);
        ReportSums sums = run.Run(spec.Period);
        ReportSums? other = spec.Other is null ? null : run.Run(spec.Other);
        return ReportMaking.Of(spec, run, sums, other);
    }
}
