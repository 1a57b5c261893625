namespace CodeGen.Runtime.Costs;

/// <summary>
/// A buffer for the record that a thread is writing, kept for its next one. On the stack it would have to be cleared for each record, which takes as long as writing one. Who books while a record is
/// being booked, such as a listener of metrics, gets another one.
/// </summary>
internal static class RecordBuffer
{
    /// <summary>Nearly all records fit; what is longer is not kept.</summary>
    private const int KeptBytes = 2_048;

    [ThreadStatic]
    private static byte[]? t_kept;

    public static byte[] Take(int bytes)
    {
        byte[]? kept = t_kept;
        if (kept is null || bytes > KeptBytes)
        {
            return new byte[Math.Max(bytes, KeptBytes)];
        }

        t_kept = null;
        return kept;
    }

    public static void GiveBack(byte[] buffer)
    {
        if (buffer.Length == KeptBytes)
        {
            t_kept = buffer;
        }
    }
}
