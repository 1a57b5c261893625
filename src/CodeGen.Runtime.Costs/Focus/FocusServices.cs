using System.Collections.Frozen;

namespace CodeGen.Runtime.Costs;

/// <summary>The subcategories of services that FOCUS 1.2 has, and the category of each (rule ServiceSubcategory-C-004-M).</summary>
internal static class FocusServices
{
    private static readonly FrozenDictionary<string, string> s_categories = Pairs().ToFrozenDictionary(StringComparer.Ordinal);

    public static string? CategoryOf(string? subcategory) => subcategory is null ? null : s_categories.GetValueOrDefault(subcategory);

    private static IEnumerable<KeyValuePair<string, string>> Pairs()
    {
        foreach ((string category, string[] subcategories) in Table())
        {
            foreach (string subcategory in subcategories)
            {
                yield return new(subcategory, category);
            }

            // Each has one for what is none of them.
            yield return new($"Other ({category})", category);
        }
    }

    private static (string Category, string[] Subcategories)[] Table() =>
    [
        ("AI and Machine Learning", ["AI Platforms", "Bots", "Generative AI", "Machine Learning", "Natural Language Processing"]),
        ("Analytics", ["Analytics Platforms", "Business Intelligence", "Data Processing", "Search", "Streaming Analytics"]),
        ("Business Applications", ["Productivity and Collaboration"]),
        ("Compute", ["Containers", "End User Computing", "Quantum Compute", "Serverless Compute", "Virtual Machines"]),
        ("Databases", ["Caching", "Data Warehouses", "Ledger Databases", "NoSQL Databases", "Relational Databases", "Time Series Databases"]),
        ("Developer Tools", ["Developer Platforms", "Continuous Integration and Deployment", "Development Environments", "Source Code Management", "Quality Assurance"]),
        ("Identity", ["Identity and Access Management"]),
        ("Integration", ["API Management", "Messaging", "Workflow Orchestration"]),
        ("Internet of Things", ["IoT Analytics", "IoT Platforms"]),
        ("Management and Governance", ["Architecture", "Compliance", "Cost Management", "Data Governance", "Disaster Recovery", "Endpoint Management", "Observability", "Support"]),
        ("Media", ["Content Creation", "Gaming", "Media Streaming", "Mixed Reality"]),
        ("Migration", ["Data Migration", "Resource Migration"]),
        ("Mobile", []),
        ("Multicloud", ["Multicloud Integration"]),
        ("Networking", ["Application Networking", "Content Delivery", "Network Connectivity", "Network Infrastructure", "Network Routing", "Network Security"]),
        ("Security", ["Secret Management", "Security Posture Management", "Threat Detection and Response"]),
        ("Storage", ["Backup Storage", "Block Storage", "File Storage", "Object Storage", "Storage Platforms"]),
        ("Web", ["Application Platforms"]),
        ("Other", []),
    ];
}
