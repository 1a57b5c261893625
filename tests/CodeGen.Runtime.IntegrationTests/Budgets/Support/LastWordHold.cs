namespace CodeGen.Runtime.IntegrationTests.Budgets;

/// <summary>What the owner has.</summary>
internal enum LastWordHold
{
    /// <summary>A reservation, which it settles.</summary>
    Reserved,

    /// <summary>A chunk in which all is settled.</summary>
    Chunk,

    /// <summary>A chunk in which a reservation is still open.</summary>
    ChunkWithOpen,
}
