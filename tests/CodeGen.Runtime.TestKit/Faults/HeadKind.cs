namespace CodeGen.Runtime.TestKit.Faults;

/// <summary>What a frame's first bytes say it is.</summary>
internal enum HeadKind
{
    /// <summary>More bytes are needed to tell.</summary>
    Incomplete,

    /// <summary>The part that was asked for is there.</summary>
    Complete,

    /// <summary>Anything that is no message.</summary>
    Other,

    /// <summary>A RESP2 subscription was confirmed: from here on this connection can carry plain messages.</summary>
    Subscribed,

    /// <summary>A RESP2 message: an array, told from a command's reply only by the connection being subscribed.</summary>
    PlainMessage,

    /// <summary>A RESP3 message: a push, which is never a command's reply.</summary>
    PushedMessage,
}
