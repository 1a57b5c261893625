namespace CodeGen.Runtime.Caching;

/// <summary>Whether a frame could be read, and if not, the first thing that was wrong with it.</summary>
internal enum FrameReadResult
{
    /// <summary>The frame is intact and its payload is at hand.</summary>
    Ok,

    /// <summary>Shorter than its own length field says, or than any frame is.</summary>
    Truncated,

    /// <summary>Not a frame.</summary>
    BadMagic,

    /// <summary>A frame of a format version that this build does not know.</summary>
    UnknownFormat,

    /// <summary>A field holds what no writer writes.</summary>
    BadHeader,

    /// <summary>The bytes are not those that were written.</summary>
    ChecksumMismatch,

    /// <summary>Compressed by a codec that is not registered here.</summary>
    UnknownCodec,

    /// <summary>The value is larger than this cache accepts.</summary>
    TooLarge,

    /// <summary>The payload does not decode to what the header announces.</summary>
    BadPayload,
}
