using Microsoft.Extensions.Caching.Memory;

namespace CodeGen.Runtime.Caching;

/// <content>
/// Life and bounds by the host's memory cache. What may be served is what both have: the table says which entry is a key's, the host whether it is still kept. An entry is in the table only after the
/// host has taken it, and leaves it for ever when the host says that it is gone, which may be late; until then a read that asks the host finds out by itself. The host is never called under the lock.
/// </content>
internal sealed partial class LocalStore
{
    private const byte NotHeld = 0;
    private const byte FirstOffer = 1;
    private const byte SecondOffer = 2;

    private readonly HostMemory? _host;
    private readonly PostEvictionCallbackRegistration? _goneAfterFirst;
    private readonly PostEvictionCallbackRegistration? _goneAfterSecond;

    /// <summary>A store that the host bounds.</summary>
    public LocalStore(HostMemory host)
        : this(int.MaxValue, long.MaxValue)
    {
        _host = host;
        _goneAfterFirst = WhenGone(FirstOffer);
        _goneAfterSecond = WhenGone(SecondOffer);
    }

    /// <summary>Takes everything out of the host's memory, which may live longer than this store.</summary>
    public void LeaveHost()
    {
        if (_host is not null)
        {
            RemoveWhere(static _ => true);
        }
    }

    private bool PutInHost(HostMemory host, LocalEntry entry)
    {
        if (!Offer(host, entry, FirstOffer) && !(TryMakeWay(entry) && Offer(host, entry, SecondOffer)))
        {
            ForgetIfDisposed(host);
            return false;
        }

        bool placed = Place(entry, out LocalEntry? replaced);
        if (!placed)
        {
            host.Remove(entry);
        }
        else if (replaced is not null)
        {
            host.Remove(replaced);
        }

        return placed;
    }

    private bool Offer(HostMemory host, LocalEntry entry, byte offer)
    {
        lock (_gate)
        {
            entry.Offer = offer;
        }

        return host.TryAdd(entry, offer == FirstOffer ? _goneAfterFirst! : _goneAfterSecond!);
    }

    /// <summary>There may have been no room beside the predecessor. Without it there may be; if it stayed, its key's value would be made again and again.</summary>
    private bool TryMakeWay(LocalEntry entry) =>
        _table.Find(entry.Region, entry.KeyText) is { } known && !IsLater(known, entry) && Remove(known);

    private bool IsHeld(HostMemory host, LocalEntry entry)
    {
        if (host.Touch(entry))
        {
            return true;
        }

        // It was taken before it came into the table, so it has left and does not come back.
        Remove(entry);
        ForgetIfDisposed(host);
        return false;
    }

    private void ForgetIfDisposed(HostMemory host)
    {
        // A disposed memory says of no entry that it has left.
        if (host.IsDisposed && _count > 0)
        {
            RemoveWhere(static _ => true);
        }
    }

    private PostEvictionCallbackRegistration WhenGone(byte offer) => new()
    {
        EvictionCallback = (key, _, reason, _) => Gone((LocalEntry)key, offer, reason),
    };

    private void Gone(LocalEntry entry, byte offer, EvictionReason reason)
    {
        if (reason == EvictionReason.Capacity)
        {
            Interlocked.Increment(ref _evicted);
        }

        lock (_gate)
        {
            if (entry.Offer != offer)
            {
                // Said of an offer that was refused; the entry has been offered again since.
                return;
            }

            entry.Offer = NotHeld;
            if (_table.Contains(entry))
            {
                Unlink(entry);
            }
        }
    }
}
