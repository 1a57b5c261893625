namespace CodeGen.Runtime.Forecasting;

/// <summary>Whether a deviation is above all of the last points: what goes on is told once, and again when it becomes worse. Constant memory.</summary>
/// <param name="hold">So many points.</param>
internal sealed class RecentMaximum(int hold)
{
    // Falling deviations with their points, in a queue: only those can become the maximum.
    private readonly LinkedList<(long At, double Size)> _falling = new();
    private long _now;

    public void Pass()
    {
        _now++;
        Forget();
    }

    public bool IsWorse(double size)
    {
        Forget();
        bool worse = _falling.First is not { } first || size > first.Value.Size;
        while (_falling.Last is { } last && last.Value.Size <= size)
        {
            _falling.RemoveLast();
        }

        if (size > 0)
        {
            _falling.AddLast((_now, size));
        }

        _now++;
        return worse;
    }

    private void Forget()
    {
        while (_falling.First is { } first && first.Value.At < _now - hold)
        {
            _falling.RemoveFirst();
        }
    }
}
