namespace CodeGen.Runtime.Costs;

/// <summary>The kinds of tokens that have prices of their own. Each token of a request is of exactly one kind.</summary>
public enum TokenKind
{
    /// <summary>Text of the prompt that was neither read from a cache nor written to one.</summary>
    Input,

    /// <summary>Text read from the provider's prompt cache.</summary>
    CacheRead,

    /// <summary>Text written to the provider's prompt cache for its usual time, mostly 5 minutes.</summary>
    CacheWrite,

    /// <summary>Text written to the provider's prompt cache for an hour.</summary>
    CacheWrite1h,

    /// <summary>Audio of the prompt that was not read from a cache.</summary>
    AudioInput,

    /// <summary>Audio read from the provider's prompt cache.</summary>
    AudioCacheRead,

    /// <summary>Images of the prompt that were not read from a cache.</summary>
    ImageInput,

    /// <summary>Images read from the provider's prompt cache.</summary>
    ImageCacheRead,

    /// <summary>Video of the prompt.</summary>
    VideoInput,

    /// <summary>Text of the answer.</summary>
    Output,

    /// <summary>What the model thought before it answered, where it has a price of its own.</summary>
    Reasoning,

    /// <summary>Audio of the answer.</summary>
    AudioOutput,

    /// <summary>Images of the answer.</summary>
    ImageOutput,

    /// <summary>Video of the answer.</summary>
    VideoOutput,

    /// <summary>Citations of the answer.</summary>
    Citation,
}
