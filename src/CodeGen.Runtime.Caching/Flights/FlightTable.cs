using System.Collections.Concurrent;

namespace CodeGen.Runtime.Caching;

/// <summary>The flights under way in this process, at most one a key, version of its region and flags that new callers may join. Thread-safe.</summary>
internal sealed class FlightTable
{
    private readonly ConcurrentDictionary<FlightPlace, Flight> _flights = new();

    private int _count;

    /// <summary>How many there are, roughly while some come and go. The dictionary's own count takes all its locks.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Joins the flight of the key if there is one that <paramref name="isJoinable"/> accepts; else puts a new one in its place, so that the old one goes on for those who have it.</summary>
    /// <returns>The flight, and whether the caller has to run it.</returns>
    public (Flight<T> Flight, bool Runs) JoinOrAdd<T>(in EntryKey key, Func<Flight, bool> isJoinable, Func<Flight<T>> create)
    {
        FlightPlace place = FlightPlace.Of(key);
        Flight<T>? created = null;
        while (true)
        {
            if (_flights.TryGetValue(place, out Flight? known))
            {
                if (known is Flight<T> same && isJoinable(same) && same.TryJoin())
                {
                    created?.Dispose();
                    return (same, false);
                }

                created ??= create();
                if (_flights.TryUpdate(place, created, known))
                {
                    return (created, true);
                }
            }
            else
            {
                created ??= create();
                if (TryAdd(created))
                {
                    return (created, true);
                }
            }
        }
    }

    /// <summary>The flight that makes the value now, if there is one of that type.</summary>
    public Flight<T>? Find<T>(in EntryKey key) => Count > 0 ? _flights.GetValueOrDefault(FlightPlace.Of(key)) as Flight<T> : null;

    /// <summary>Whether somebody makes the value now.</summary>
    public bool Contains(in EntryKey key) => Count > 0 && _flights.ContainsKey(FlightPlace.Of(key));

    /// <summary>Puts a flight in; <see langword="false"/> when there is one already.</summary>
    public bool TryAdd(Flight flight)
    {
        // Counted before it is there, so that nobody who finds none counted passes it by.
        Interlocked.Increment(ref _count);
        bool added = _flights.TryAdd(flight.Place, flight);
        if (!added)
        {
            Interlocked.Decrement(ref _count);
        }

        return added;
    }

    public void Remove(Flight flight)
    {
        if (_flights.TryRemove(KeyValuePair.Create(flight.Place, flight)))
        {
            Interlocked.Decrement(ref _count);
        }
    }
}
