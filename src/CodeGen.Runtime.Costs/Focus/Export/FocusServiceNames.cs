namespace CodeGen.Runtime.Costs;

/// <summary>Services and resources of the five categories in FOCUS' words.</summary>
internal static class FocusServiceNames
{
    public static (string Name, string Subcategory) Of(CostCategory category, string provider) => category switch
    {
        CostCategory.Model => ($"{provider} models", "Generative AI"),
        CostCategory.Compute => ($"{provider} compute", "Other (Compute)"),
        CostCategory.Storage => ($"{provider} storage", "Other (Storage)"),
        CostCategory.Network => ($"{provider} network", "Other (Networking)"),
        _ => ($"{provider} API calls", "API Management"),
    };

    public static string ResourceType(CostCategory category) => category switch
    {
        CostCategory.Model => "Model endpoint",
        CostCategory.Compute => "Machine",
        CostCategory.Storage => "Storage",
        CostCategory.Network => "Network",
        _ => "API endpoint",
    };
}
