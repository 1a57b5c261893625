using System.Collections.Concurrent;

namespace CodeGen.Runtime.Caching;

/// <summary>The flights under way in this process, at most one a key, version of its region and flags that new callers may join. Thread-safe.</summary>
internal sealed class FlightTable
{
    private readonly ConcurrentDictionary<(string Member, int Version, CallFlags Flags), Flight> _flights = new();

    public int Count => _flights.Count;

    /// <summary>Joins the flight of the key if there is one that <paramref name="isJoinable"/> accepts; else puts a new one in its place, so that the old one goes on for those who have it.</summary>
    /// <returns>The flight, and whether the caller has to run it.</returns>
    public (Flight<T> Flight, bool Runs) JoinOrAdd<T>(in EntryKey key, Func<Flight, bool> isJoinable, Func<Flight<T>> create)
    {
        (string, int, CallFlags) place = (key.Member, key.Region.Version, key.Flags);
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
                if (_flights.TryAdd(place, created))
                {
                    return (created, true);
                }
            }
        }
    }

    /// <summary>Whether somebody makes the value now.</summary>
    public bool Contains(in EntryKey key) => !_flights.IsEmpty && _flights.ContainsKey((key.Member, key.Region.Version, key.Flags));

    /// <summary>Puts a flight in; <see langword="false"/> when there is one already.</summary>
    public bool TryAdd(Flight flight) => _flights.TryAdd((flight.Member, flight.Version, flight.Flags), flight);

    public void Remove(Flight flight) => _flights.TryRemove(KeyValuePair.Create((flight.Member, flight.Version, flight.Flags), flight));
}
