using System.Runtime.CompilerServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CodeGen.Runtime.Costs;

/// <summary>Follows this node's ledger into PostgreSQL. What fails is tried again, from where the database says that it stands; booking never waits for it.</summary>
internal sealed class LedgerFeeder(
    ICostLedger ledger, PostgreSqlDataSource source, IOptions<PostgreSqlCostsOptions> options, FeedState state, FeedMetrics metrics, TimeProvider time, ILogger<LedgerFeeder> logger)
    : BackgroundService
{
    private static readonly TimeSpan s_firstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _drain = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long? _epoch;

    /// <summary>Feeds what there is, as long as the host has patience; what is left is fed when the node starts again.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _drain.TrySetResult();
        if (ExecuteTask is { } task)
        {
            await task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        state.Stopped();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        TimeSpan pause = s_firstRetry;
        ledger.KeepFrom(() => state.FedThrough + 1);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                FeedSession session = await FeedSession.OpenAsync(source.Get(options.Value), options.Value, ledger, _epoch, stoppingToken).ConfigureAwait(false);
                await using ConfiguredAsyncDisposable sessionScope = session.ConfigureAwait(false);
                _epoch = session.Epoch;
                pause = s_firstRetry;
                state.Attached(session.Cursor);
                FeedLog.Attached(logger, ledger.Node, options.Value.Schema, session.Cursor, ledger.LastSequence);
                await FeedAsync(session, stoppingToken).ConfigureAwait(false);
                return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (CursorMovedException e)
            {
                FeedLog.CursorMoved(logger, e.Message);
                continue;
            }
#pragma warning disable CA1031 // Whatever it is: the ledger keeps the records, and the next attempt begins from where the database stands.
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (GivesUpOn(e, pause))
                {
                    return;
                }
            }

            if (_drain.Task.IsCompleted)
            {
                return;
            }

            state.Behind();
            await PauseAsync(pause, _drain.Task, stoppingToken).ConfigureAwait(false);
            pause = pause * 2 < options.Value.MaxRetryDelay ? pause * 2 : options.Value.MaxRetryDelay;
        }
    }

    /// <summary>Tells what went wrong.</summary>
    /// <returns>Whether it makes no sense to try again.</returns>
    private bool GivesUpOn(Exception e, TimeSpan pause)
    {
        if (e is PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } lacking)
        {
            e = CostStoreRefusedException.Lacks(lacking, options.Value.Schema);
        }

        if (e is CostStoreRefusedException refusal)
        {
            metrics.Failed("refused");
            state.Refused(refusal.Message, refusal.IsFinal);
            FeedLog.Refused(logger, refusal.Message);
            return refusal.IsFinal;
        }

        var error = e as PostgresException;
        string reason = error is null ? e.Message : $"{error.SqlState}: {error.MessageText}";
        metrics.Failed(error?.SqlState ?? "connection");
        state.Failed(reason);
        FeedLog.Failed(logger, reason, pause, e);
        return false;
    }

    private async Task FeedAsync(FeedSession session, CancellationToken cancellationToken)
    {
        long heard = time.GetTimestamp();
        while (true)
        {
            // Asked before the ledger is looked at: what comes after that look is seen by the next one.
            bool isLast = _drain.Task.IsCompleted;
            state.Heard();
            if (ledger.LastSequence > session.Cursor)
            {
                FeedBatch batch = FeedBatch.Read(ledger, session.Cursor, options.Value.BatchRecords);
                await SendAsync(session, batch, cancellationToken).ConfigureAwait(false);
                heard = time.GetTimestamp();
                if (batch.Records.Count == options.Value.BatchRecords || isLast)
                {
                    continue;
                }
            }
            else
            {
                state.Current();
                if (isLast)
                {
                    return;
                }

                if (time.GetElapsedTime(heard) >= s_idle)
                {
                    await session.BeSeenAsync(ledger.LastSequence, cancellationToken).ConfigureAwait(false);
                    heard = time.GetTimestamp();
                }
            }

            await PauseAsync(options.Value.BatchDelay, Task.WhenAny(_drain.Task, state.Demand), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SendAsync(FeedSession session, FeedBatch batch, CancellationToken cancellationToken)
    {
        state.Sending(batch);
        if (batch.Through > ledger.DurableSequence)
        {
            // Else a failure of power could take from the ledger what the database has, and its numbers would be given to other records.
            await ledger.FlushAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        long began = time.GetTimestamp();
        FeedOutcome outcome = await session.SendAsync(batch, cancellationToken).ConfigureAwait(false);
        state.Sent(batch, outcome);
        metrics.Sent(outcome, time.GetElapsedTime(began));
        foreach (FeedConflict conflict in outcome.Conflicts)
        {
            FeedLog.Conflict(logger, conflict.EventId, ledger.Node, conflict.Sequence, conflict.FirstNode, conflict.FirstSequence);
        }

        foreach (LedgerProblem problem in outcome.Problems)
        {
            FeedLog.Unreadable(logger, ledger.Node, problem.Message);
        }
    }

    private async Task PauseAsync(TimeSpan pause, Task earlier, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(earlier, Task.Delay(pause, time, over.Token)).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
