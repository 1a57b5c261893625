using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Costs;

/// <summary>The node's open log, opened once, by the start of the host or by whoever needs it first. Thread-safe.</summary>
internal sealed class LedgerStore : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CostMeteringOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private LedgerLog? _log;
    private string? _temporary;
    private bool _isDisposed;

    public LedgerStore(CostMeteringOptions options, TimeProvider time, ILogger logger) => (_options, _time, _logger) = (options, time, logger);

    /// <summary>Whether it outlives the process.</summary>
    public bool IsKept => _options.LedgerPath is not null;

    public bool IsOpen => Volatile.Read(ref _log) is not null;

    public LedgerLog Log => Volatile.Read(ref _log) ?? Open();

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            _log?.Dispose();
            if (_temporary is not null)
            {
                Directory.Delete(_temporary, recursive: true);
            }
        }
    }

    private LedgerLog Open()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(ICostLedger));
            if (_log is not null)
            {
                return _log;
            }

            string directory = _options.LedgerPath ?? (_temporary = Directory.CreateTempSubdirectory("codegen-ledger-").FullName);
            LedgerLog log = LedgerLog.Open(CostMeteringOptionsValidator.ToLog(_options, directory), _time);
            if (_temporary is not null)
            {
                MeteringLog.NotKept(_logger, $"{CostMeteringOptions.SectionName}:{nameof(CostMeteringOptions.LedgerPath)}");
            }

            MeteringLog.Opened(_logger, directory, log.Node, log.LastSequence);
            if (log.Opening.TornTails > 0)
            {
                MeteringLog.TornTail(_logger, directory, log.Opening.TornBytes);
            }

            foreach (LedgerDamage damage in log.Opening.Damages)
            {
                MeteringLog.Damaged(_logger, damage.ToString());
            }

            Volatile.Write(ref _log, log);
            return log;
        }
    }
}
