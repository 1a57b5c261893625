namespace CodeGen.Runtime.Caching;

/// <summary>What one call leaves out. Calls of different flags never share a flight: what one of them made is not what the other asked for.</summary>
[Flags]
internal enum CallFlags
{
    None = 0,

    /// <summary>Local memory is not asked.</summary>
    SkipLocalRead = 1,

    /// <summary>The value is not put into local memory, wherever it came from.</summary>
    SkipLocalWrite = 2,

    /// <summary>The shared tier is not asked, and a flight on another node is not waited for.</summary>
    SkipSharedRead = 4,

    /// <summary>The value is not put into the shared tier.</summary>
    SkipSharedWrite = 8,

    /// <summary>The value goes to the shared tier as it is.</summary>
    SkipCompression = 16,
}
