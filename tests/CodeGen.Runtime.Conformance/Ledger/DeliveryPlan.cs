namespace CodeGen.Runtime.Conformance.Ledger;

/// <summary>
/// What a thread of a writer delivers, in order: new events, and between them events again, too early, of rounds before, and with another payload or kind. The same for the same
/// seed, round and thread.
/// </summary>
/// <param name="seed">The run's seed.</param>
/// <param name="round">The round, from 0.</param>
/// <param name="thread">The thread, from 0.</param>
/// <param name="threads">How many there are: they share the round's events.</param>
/// <param name="earlier">Rounds before, with how many events each began.</param>
internal sealed class DeliveryPlan(int seed, int round, int thread, int threads, IReadOnlyList<(int Round, int Count)> earlier)
{
    private const int Near = 64;

    public IEnumerable<Delivery> All()
    {
        var random = new Random(unchecked((((seed * 31) + round) * 1_000_003) + thread));
        for (int index = thread; index < TortureEvents.IndexesOfARound - Near; index += threads)
        {
            yield return new(TortureEvents.NumberOf(round, index), 0);
            int variant = random.Next(1, TortureEvents.Variants);
            int near = Math.Max(0, index + random.Next(-Near, 17));
            switch (random.Next(10))
            {
                // Also ahead, where it comes before its own turn or at the same time.
                case 0 or 1:
                    yield return new(TortureEvents.NumberOf(round, near), 0);
                    break;
                case 2:
                    yield return new(TortureEvents.NumberOf(round, near), variant);
                    break;
                case 3 or 4 when earlier.Count > 0:
                    (int old, int count) = earlier[random.Next(earlier.Count)];
                    yield return new(TortureEvents.NumberOf(old, random.Next(count)), random.Next(3) == 0 ? variant : 0);
                    break;
            }
        }
    }
}
