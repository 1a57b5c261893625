using System.Runtime.CompilerServices;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// The requests that come again and again: a fixed number of them, in sets of four places, where a new one takes the place of the oldest. A lost race costs a look-up, never a wrong answer, since each
/// find is compared in full. Thread-safe, without a lock.
/// </summary>
internal sealed class KnownCalls
{
    private const int Ways = 4;
    private const int Sets = 128;

    private readonly KnownCall?[] _calls = new KnownCall?[Sets * Ways];
    private int _turn;

    public KnownCall? Find(CostAttribution given, in ServedModel served)
    {
        foreach (KnownCall? call in Set(given, served.Model))
        {
            if (call is not null && call.Is(given, served))
            {
                return call;
            }
        }

        return null;
    }

    public void Add(CostAttribution given, in ServedModel served, KnownCall call)
    {
        Span<KnownCall?> set = Set(given, served.Model);
        int free = set.IndexOf((KnownCall?)null);
        set[free >= 0 ? free : Interlocked.Increment(ref _turn) & (Ways - 1)] = call;
    }

    private Span<KnownCall?> Set(CostAttribution given, string model)
    {
        // Some of the letters are enough to spread the models of one attribution; names of one family differ at their end.
        uint hash = (uint)RuntimeHelpers.GetHashCode(given) + ((uint)model.Length * 31) + ((uint)model[^1] * 131) + ((uint)model[model.Length / 2] * 17);
        return _calls.AsSpan((int)((hash * 0x9E37_79B1) >> 25) * Ways, Ways);
    }
}
