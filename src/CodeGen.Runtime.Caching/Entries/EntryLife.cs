namespace CodeGen.Runtime.Caching;

/// <summary>How long an entry lives and is kept.</summary>
/// <param name="Life">How long it may be served after it was made.</param>
/// <param name="StaleFor">How long it is kept after that, for when it cannot be made again.</param>
/// <param name="Window">How long it lives without being used, within <paramref name="Life"/>; zero when use does not matter.</param>
internal readonly record struct EntryLife(TimeSpan Life, TimeSpan StaleFor, TimeSpan Window)
{
    /// <summary>
    /// What an unused entry is given in the shared tier: a quarter of a window more than the window, so that an entry in constant use is prolonged there at most four times a window,
    /// however many hits it has.
    /// </summary>
    public static TimeSpan Prolonged(TimeSpan window) => window * 1.25;

    /// <summary>The life of the key in the shared tier.</summary>
    public TimeSpan InSharedTier
    {
        get
        {
            TimeSpan prolonged = Prolonged(Window);
            return (Window > TimeSpan.Zero && prolonged < Life ? prolonged : Life) + StaleFor;
        }
    }
}
