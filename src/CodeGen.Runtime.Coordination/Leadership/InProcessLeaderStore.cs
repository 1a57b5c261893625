namespace CodeGen.Runtime.Coordination;

/// <summary>The in-process twin: leaders of one process.</summary>
internal sealed class InProcessLeaderStore(TimeProvider timeProvider) : ILeaderStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (string Token, DateTimeOffset Until)> _held = new(StringComparer.Ordinal);

    public Task<bool> TryHoldAsync(string role, string token, TimeSpan life, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            DateTimeOffset now = timeProvider.GetUtcNow();
            if (_held.TryGetValue(role, out var holder) && holder.Token != token && holder.Until > now)
            {
                return Task.FromResult(false);
            }

            _held[role] = (token, now + life);
            return Task.FromResult(true);
        }
    }

    public Task ReleaseAsync(string role, string token, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_held.TryGetValue(role, out var holder) && holder.Token == token)
            {
                _held.Remove(role);
            }
        }

        return Task.CompletedTask;
    }
}
