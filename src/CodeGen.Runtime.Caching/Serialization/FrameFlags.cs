namespace CodeGen.Runtime.Caching;

/// <summary>What a frame says about itself in one byte. Bits that are not named here make a frame unreadable to this version.</summary>
[Flags]
internal enum FrameFlags : byte
{
    /// <summary>A value that a factory made.</summary>
    None = 0,

    /// <summary>The value is <see langword="null"/>; the payload is empty and no serializer sees it.</summary>
    NullValue = 1,

    /// <summary>The value was set by a caller, not made by a factory: its write version is the sequence of its own log record.</summary>
    ExplicitSet = 2,

    /// <summary>More is said about its freshness, between tags and payload: see <see cref="FrameLayout"/>. Set by the writer of the frame, not by its caller.</summary>
    Extended = 4,
}
