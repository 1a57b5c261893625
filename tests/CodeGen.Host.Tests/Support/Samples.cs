namespace CodeGen.Host.Tests.Support;

/// <summary>The sample documents.</summary>
internal static class Samples
{
    public static readonly string[] All = ["petstore.json", "billing.yaml", "order.schema.json", "cloud-inventory.json"];

    public static byte[] Read(string file) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "data", file));

    public static string ContentType(string file) => file.EndsWith(".yaml", StringComparison.Ordinal) ? "application/yaml" : "application/json";
}
