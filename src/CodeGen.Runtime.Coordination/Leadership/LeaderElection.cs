using System.Globalization;

namespace CodeGen.Runtime.Coordination;

/// <summary>
/// One candidate for one role. Whoever calls <see cref="HoldAsync"/> regularly and got <see langword="true"/> leads until <see cref="IsLeader"/> turns false: the term counts from before
/// the request was sent, so two leaders overlap only if this process stands still inside its own term. Work that must never overlap needs a fence of its own.
/// </summary>
internal sealed class LeaderElection(ILeaderStore store, CoarseClock clock, string role, TimeSpan term) : IAsyncDisposable
{
    private readonly string _token = RandomIdentity.Next().ToString("x16", CultureInfo.InvariantCulture);
    private long _until = long.MinValue;

    public bool IsLeader => clock.Exact() < Volatile.Read(ref _until);

    /// <summary>Takes or prolongs the role. <see langword="false"/> when another leads or the server is away.</summary>
    public async Task<bool> HoldAsync(CancellationToken cancellationToken)
    {
        long sent = clock.Exact();
        try
        {
            if (await store.TryHoldAsync(role, _token, term, cancellationToken).ConfigureAwait(false))
            {
                Volatile.Write(ref _until, sent + (long)term.TotalMilliseconds);
                return IsLeader;
            }

            Volatile.Write(ref _until, long.MinValue);
        }
        catch (CoordinationException)
        {
            // An earlier term runs out by itself.
        }

        return IsLeader;
    }

    public async ValueTask DisposeAsync()
    {
        bool led = IsLeader;
        Volatile.Write(ref _until, long.MinValue);
        if (led)
        {
            try
            {
                await store.ReleaseAsync(role, _token, CancellationToken.None).ConfigureAwait(false);
            }
            catch (CoordinationException)
            {
                // The term runs out by itself.
            }
        }
    }
}
