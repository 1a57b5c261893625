namespace CodeGen.Runtime.IntegrationTests.Budgets;

/// <summary>What can happen to a hold of which its owner and a policy both speak, and to the server that hears them.</summary>
internal enum LastWordAct
{
    /// <summary>What the server has now is what it comes back with after the next <see cref="FailOver"/>.</summary>
    Save,

    /// <summary>Another server takes over, which has what the last one had at the last <see cref="Save"/>.</summary>
    FailOver,

    Flush,

    /// <summary>The policy takes the hold at its ceiling.</summary>
    Resolve,

    /// <summary>The same, and the process of the policy ends before it has written down that the server did it.</summary>
    ResolveAndDie,

    /// <summary>The owner says what it came to.</summary>
    Say,

    /// <summary>The same, and the process of the owner ends before it has written down that the server did it.</summary>
    SayAndDie,

    RestartOwner,
    RestartPolicy,

    /// <summary>The owner finds out what became of the server.</summary>
    WakeOwner,
    WakePolicy,

    /// <summary>Leases end.</summary>
    Wait,
}
