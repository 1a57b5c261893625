namespace CodeGen.Runtime.Costs;

/// <summary>Of whom sums are kept.</summary>
internal enum RollupDetail
{
    /// <summary>Of each attribution, with its users, resources and tags.</summary>
    Full,

    /// <summary>Of service, project and model, which have few values: what most reports are by. Kept by the day and the month.</summary>
    Brief,
}
