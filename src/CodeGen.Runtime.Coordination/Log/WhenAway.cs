namespace CodeGen.Runtime.Coordination;

/// <summary>What becomes of a record that the server cannot be told now.</summary>
internal enum WhenAway
{
    /// <summary>What the options say.</summary>
    AsConfigured,

    /// <summary>The caller is told.</summary>
    Throw,

    /// <summary>It waits in the outbox.</summary>
    Queue,
}
