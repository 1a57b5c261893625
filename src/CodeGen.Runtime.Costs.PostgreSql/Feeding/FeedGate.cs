using Microsoft.Extensions.Options;

namespace CodeGen.Runtime.Costs;

/// <summary>Lets durable charges through: at once, or in synchronous mode when the database has them. All who wait for one commit go with it.</summary>
internal sealed class FeedGate(FeedState state, IOptions<PostgreSqlCostsOptions> options, TimeProvider time) : IDurabilityGate
{
    public Task WaitAsync(long sequence) => options.Value.Synchronous ? WaitForDatabaseAsync(sequence) : Task.CompletedTask;

    private async Task WaitForDatabaseAsync(long sequence)
    {
        TimeSpan patience = options.Value.SynchronousTimeout;
        long began = time.GetTimestamp();
        while (!state.TryReach(sequence, out Task changed))
        {
            TimeSpan left = patience - time.GetElapsedTime(began);
            try
            {
                await changed.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                throw NotStored(sequence, $"within {patience}");
            }
        }

        if (state.FedThrough < sequence)
        {
            throw NotStored(sequence, "before feeding ended");
        }
    }

    private CostNotStoredException NotStored(long sequence, string when) => new(
        $"Record {sequence} is in this node's ledger, and PostgreSQL did not confirm it {when}{(state.Failure is { } failure ? $": {failure}" : ".")} "
        + "It is fed as soon as that is possible; whoever hands the charge in again must give the same event id.");
}
