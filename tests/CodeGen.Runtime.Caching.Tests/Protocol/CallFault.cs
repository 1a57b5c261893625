namespace CodeGen.Runtime.Caching.Tests.Protocol;

/// <summary>What happens to one call of a node to a server.</summary>
internal enum CallFault
{
    /// <summary>It fails and had no effect.</summary>
    FailBefore,

    /// <summary>It took effect and its answer is lost.</summary>
    FailAfter,

    /// <summary>The request stays on the way until it is released; the caller gives up after the command's time.</summary>
    HoldBefore,

    /// <summary>It took effect; the answer stays on the way.</summary>
    HoldAfter,
}
