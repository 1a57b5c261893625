using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching.Tests.Protocol;

/// <summary>The shared tier's keys in memory: one method for each script, with the script's own conditions in their order.</summary>
internal sealed class SharedData(TimeProvider serverClock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (byte[] Bytes, DateTimeOffset Until)> _keys = [];
    private readonly Dictionary<string, TaskCompletionSource> _waiting = [];

    private DateTimeOffset Now => serverClock.GetUtcNow();

    public void Lose()
    {
        lock (_gate)
        {
            _keys.Clear();
        }
    }

    public (byte[] Bytes, TimeSpan Remaining)? Read(string key)
    {
        lock (_gate)
        {
            return Get(key) is { } found ? (found.Bytes, found.Until - Now) : null;
        }
    }

    public WriteTicket Begin(DataKey key, string? token, TimeSpan life)
    {
        lock (_gate)
        {
            bool taken = true;
            if (token is not null)
            {
                taken = Holds(key.Flight, token, orNobody: true);
                if (taken)
                {
                    Put(key.Flight, Text(token), life);
                }
            }

            return new WriteTicket(SeenVersion(key.Data), Now.ToUnixTimeMilliseconds(), token, taken);
        }
    }

    public WriteOutcome WriteCreated(DataKey key, byte[] frame, WriteTicket ticket, TimeSpan maxAge, TimeSpan life)
    {
        lock (_gate)
        {
            if (SeenVersion(key.Data) != ticket.SeenVersion)
            {
                return WriteOutcome.Overtaken;
            }

            if (IsTooOld(ticket, maxAge))
            {
                return WriteOutcome.TooLate;
            }

            if (ticket.Token is { } token && !Holds(key.Flight, token, orNobody: true))
            {
                return WriteOutcome.Fenced;
            }

            Put(key.Data, frame, life);
            return WriteOutcome.Written;
        }
    }

    private bool IsTooOld(WriteTicket ticket, TimeSpan maxAge)
    {
        long age = Now.ToUnixTimeMilliseconds() - ticket.BeganAt;
        return age > maxAge.TotalMilliseconds || age < -60_000;
    }

    public WriteOutcome WriteSet(string key, byte[] frame, LogPosition position, WriteTicket ticket, TimeSpan maxAge, TimeSpan life)
    {
        lock (_gate)
        {
            if (Get(key) is { } found
                && EntryFrame.TryReadPrefix(found.Bytes, out _, out LogPosition stamp, out FrameFlags flags)
                && stamp.Epoch == position.Epoch && (flags & FrameFlags.ExplicitSet) != 0 && stamp.Sequence > position.Sequence)
            {
                return WriteOutcome.Overtaken;
            }

            if (IsTooOld(ticket, maxAge))
            {
                return WriteOutcome.TooLate;
            }

            Put(key, frame, life);
            return WriteOutcome.Written;
        }
    }

    public bool RemoveOlder(string key, LogPosition position)
    {
        lock (_gate)
        {
            if (Get(key) is not { } found)
            {
                return false;
            }

            bool newer = EntryFrame.TryReadPrefix(found.Bytes, out _, out LogPosition stamp, out _) && stamp.Epoch == position.Epoch && stamp.Sequence >= position.Sequence;
            return !newer && _keys.Remove(key);
        }
    }

    public TimeSpan? Touch(string key, ulong writeVersion, TimeSpan life, long serverEndsAt, TimeSpan staleFor)
    {
        lock (_gate)
        {
            if (Get(key) is not { } found || SeenVersion(key) != writeVersion)
            {
                return null;
            }

            TimeSpan left = found.Until - Now - staleFor;
            TimeSpan toEnd = TimeSpan.FromMilliseconds(serverEndsAt - Now.ToUnixTimeMilliseconds());
            TimeSpan asked = life < toEnd ? life : toEnd;
            if (asked > left)
            {
                Put(key, found.Bytes, asked + staleFor);
                left = asked;
            }

            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    public bool RenewFlight(string key, string token, TimeSpan life)
    {
        lock (_gate)
        {
            if (!Holds(key, token, orNobody: true))
            {
                return false;
            }

            Put(key, Text(token), life);
            return true;
        }
    }

    public bool EndFlight(string key, string token)
    {
        lock (_gate)
        {
            if (!Holds(key, token, orNobody: false))
            {
                return false;
            }

            _keys.Remove(key);
            if (_waiting.Remove(key, out TaskCompletionSource? waiting))
            {
                waiting.SetResult();
            }

            return true;
        }
    }

    public Task WhenFlightEnds(string key)
    {
        lock (_gate)
        {
            if (!_waiting.TryGetValue(key, out TaskCompletionSource? waiting))
            {
                _waiting[key] = waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return waiting.Task;
        }
    }

    private static byte[] Text(string token) => System.Text.Encoding.ASCII.GetBytes(token);

    private bool Holds(string key, string token, bool orNobody) => Get(key) is { } holder ? holder.Bytes.AsSpan().SequenceEqual(Text(token)) : orNobody;

    private ulong SeenVersion(string key) => Get(key) is { } found && EntryFrame.TryReadPrefix(found.Bytes, out ulong version, out _, out _) ? version : 0;

    private (byte[] Bytes, DateTimeOffset Until)? Get(string key)
    {
        if (!_keys.TryGetValue(key, out var found))
        {
            return null;
        }

        if (found.Until <= Now)
        {
            _keys.Remove(key);
            return null;
        }

        return found;
    }

    private void Put(string key, byte[] bytes, TimeSpan life) => _keys[key] = (bytes, Now + life);
}
