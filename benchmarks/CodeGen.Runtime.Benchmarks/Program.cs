using BenchmarkDotNet.Running;
using CodeGen.Runtime.Benchmarks;

// --report short|full [page]: measures everything beside the peers, and writes the table into the page's section.
// --ledger [directory]: what the ledger's log costs, on the disk of that directory.
// --track [directory]: what booking costs on a processor.
// --year N [directory]: N charges over a year: sizes of ledger and roll-ups, times of building, starting and reporting. With a directory it stays there, and N = 0 measures starts and reports over it again.
// --budgets redis: what reservations of shared budgets cost, on a redis-server of its own.
// Anything else is BenchmarkDotNet's: --filter '*Hit*' [--job short].
switch (args)
{
    case ["--report", "short", ..]:
        return await ReportCommand.RunAsync(ReportMode.Short, args.ElementAtOrDefault(2));
    case ["--report", "full", ..]:
        return await ReportCommand.RunAsync(ReportMode.Full, args.ElementAtOrDefault(2));
    case ["--ledger", ..]:
        return await LedgerMeasure.RunAsync(args.ElementAtOrDefault(1));
    case ["--track", ..]:
        return TrackMeasure.Run(args.ElementAtOrDefault(1));
    case ["--year", string charges, ..]:
        return await YearMeasure.RunAsync(long.Parse(charges, System.Globalization.CultureInfo.InvariantCulture), args.ElementAtOrDefault(2));
    case ["--budgets", "redis"]:
        return await SharedBudgetMeasure.RunAsync();
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
