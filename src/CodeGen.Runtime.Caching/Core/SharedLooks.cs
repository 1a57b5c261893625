namespace CodeGen.Runtime.Caching;

/// <summary>
/// The reads of the shared tier under way that look-ups of the same key may share. Thread-safe. A table of fixed length, as a read is cheap to repeat: of two keys at one place one goes without.
/// </summary>
internal sealed class SharedLooks
{
    private const int Places = 1_024;
    private readonly SharedLook?[] _looks = new SharedLook?[Places];

    public SharedLook<T>? Find<T>(in EntryKey key) => Volatile.Read(ref Place(key)) is SharedLook<T> look && look.IsOf(key) ? look : null;

    /// <summary>Offers a read to others; where there is one already, it goes on alone.</summary>
    public void Offer(in EntryKey key, SharedLook look)
    {
        // What leaves something out does not share with what does not.
        if (key.Flags == CallFlags.None)
        {
            Interlocked.CompareExchange(ref Place(key), look, null);
        }
    }

    public void Remove(in EntryKey key, SharedLook look) => Interlocked.CompareExchange(ref Place(key), null, look);

    private ref SharedLook? Place(in EntryKey key) => ref _looks[key.Region.HashOf(key.Text) & (Places - 1)];
}
