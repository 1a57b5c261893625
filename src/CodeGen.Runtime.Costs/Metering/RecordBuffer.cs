namespace CodeGen.Runtime.Costs;

/// <summary>
/// A buffer for the record that a thread is writing, kept for its next one. On the stack it would have to be cleared for each record, which takes as long as writing one. Who books while a record is
/// being booked, such as a listener of metrics, gets another one.
/// </summary>
internal static class RecordBuffer
{
    /// <summary>Nearly all records fit.</summary>
    private const int LeastBytes = 2_048;

    /// <summary>What is longer is not kept.</summary>
    private const int MostKeptBytes = 16_384;

    [ThreadStatic]
    private static byte[]? t_kept;

    public static byte[] Take(int bytes)
    {
        byte[]? kept = t_kept;
        t_kept = null;
        return kept is not null && kept.Length >= bytes ? kept : new byte[Math.Max(bytes, LeastBytes)];
    }

    public static void GiveBack(byte[] buffer)
    {
        if (buffer.Length <= MostKeptBytes)
        {
            t_kept = buffer;
        }
    }
}
