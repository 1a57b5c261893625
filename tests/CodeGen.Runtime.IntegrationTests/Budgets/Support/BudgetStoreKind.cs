namespace CodeGen.Runtime.IntegrationTests.Budgets;

/// <summary>Where budgets are kept.</summary>
public enum BudgetStoreKind
{
    /// <summary>In this process.</summary>
    InProcess,

    /// <summary>On the embedded server.</summary>
    Embedded,

    /// <summary>On a real redis-server.</summary>
    Redis,

    /// <summary>On a cluster of real redis-servers.</summary>
    Cluster,

    /// <summary>On a real redis-server, by a node that leases chunks.</summary>
    Leased,
}
