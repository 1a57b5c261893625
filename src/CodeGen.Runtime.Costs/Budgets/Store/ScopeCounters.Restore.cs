namespace CodeGen.Runtime.Costs;

/// <content>What a journal brings back, before the first step.</content>
internal sealed partial class ScopeCounters
{
    /// <summary>Takes a booking over from a journal. False where the sum would be beyond what can be counted; then nothing is changed.</summary>
    public bool TryRestore(long start, in ShareBooking booking)
    {
        WindowCounters window = At(start);
        if (!TryAdd(window.Committed, booking.Delta, out Int128 committed))
        {
            return false;
        }

        window.Committed = committed;
        if (booking.Alerted >= 0)
        {
            (window.Alerted, Alerted) = (booking.Alerted, booking.Alerted);
        }

        return true;
    }

    /// <summary>Takes what is held over from a journal.</summary>
    public bool TryRestoreHeld(long start, Int128 amount)
    {
        WindowCounters window = At(start);
        if (!TryAdd(window.Held, amount, out Int128 held))
        {
            return false;
        }

        window.Held = held;
        window.Open++;
        return true;
    }

    public void RestoreAlerted(int alerted) => Alerted = alerted;

    private static bool TryAdd(Int128 left, Int128 right, out Int128 sum)
    {
        sum = unchecked(left + right);
        return Int128.IsNegative(left) != Int128.IsNegative(right) || Int128.IsNegative(left) == Int128.IsNegative(sum);
    }
}
