namespace CodeGen.Runtime.Costs;

/// <summary>By which model a charge was priced: column <c>PricingCategory</c>.</summary>
/// <remarks>FOCUS also has <c>Committed</c>, which needs the columns of commitment discounts; those are not written.</remarks>
public enum FocusPricingCategory
{
    /// <summary>At the agreed rate.</summary>
    Standard,

    /// <summary>At a rate that the provider changes, such as that of spot machines.</summary>
    Dynamic,

    /// <summary>By another model.</summary>
    Other,
}
