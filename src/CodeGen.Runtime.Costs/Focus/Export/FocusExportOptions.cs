namespace CodeGen.Runtime.Costs;

/// <summary>What a FOCUS file says that the ledger does not know.</summary>
public sealed class FocusExportOptions
{
    /// <summary>Who is invoiced.</summary>
    /// <value>The default is an account <c>default</c> of type <c>Organisation</c>.</value>
    public FocusAccount BillingAccount { get; set; } = new("default", "Default", "Organisation");

    /// <summary>The dimension whose values are sub-accounts, a name of <see cref="CostDimension"/>; <see langword="null"/> for none.</summary>
    /// <value>The default is <c>project</c>.</value>
    public string? SubAccountDimension { get; set; } = CostDimension.Project;

    /// <summary>Who provides what is metered and is no model: machines, storage, network, API calls; and models that no price names a provider of.</summary>
    /// <value>The default is <c>Self-hosted</c>.</value>
    public string HostProvider { get; set; } = "Self-hosted";

    /// <summary>Says who provides what a charge is for, and sends its invoice, where that is another than the charge or the price book names.</summary>
    /// <value>The default is <see langword="null"/>. The function may return <see langword="null"/>, too.</value>
    public Func<CostRecord, string?>? ProviderOf { get; set; }

    /// <summary>The number of the invoice, while there is one.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public string? InvoiceId { get; set; }
}
