namespace CodeGen.Runtime.Caching;

/// <summary>Why a value that may have existed was not served. Telemetry and <c>ExplainAsync</c> carry it.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter<CacheMissReason>))]
public enum CacheMissReason
{
    /// <summary>It was served.</summary>
    None = 0,

    /// <summary>No tier holds anything under the key.</summary>
    Cold,

    /// <summary>Its time to live is over.</summary>
    Expired,

    /// <summary>The key was removed or set after the value began to be made.</summary>
    InvalidatedKey,

    /// <summary>A prefix or a single part of the key was invalidated.</summary>
    InvalidatedScope,

    /// <summary>A tag of the value was invalidated.</summary>
    InvalidatedTag,

    /// <summary>The region was invalidated.</summary>
    InvalidatedRegion,

    /// <summary>A pattern that matches the key was invalidated.</summary>
    InvalidatedPattern,

    /// <summary>The whole cache was cleared.</summary>
    Cleared,

    /// <summary>It belongs to another epoch of the log: the server was flushed, restarted or replaced.</summary>
    Epoch,

    /// <summary>It is older than what the log still remembers.</summary>
    Floor,

    /// <summary>It was written by another version of the region.</summary>
    Version,

    /// <summary>What the shared tier holds under the key is damaged, of an unknown format, or could not be deserialized.</summary>
    Corrupt,

    /// <summary>The shared tier could not be asked.</summary>
    SharedTierError,

    /// <summary>The node has no lease and may not trust its memory.</summary>
    NoLease,

    /// <summary>The value held is of another type than asked for.</summary>
    Type,
}
