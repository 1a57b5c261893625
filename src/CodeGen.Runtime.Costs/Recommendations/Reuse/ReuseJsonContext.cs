using System.Text.Json.Serialization;

namespace CodeGen.Runtime.Costs;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoredReuse))]
internal sealed partial class ReuseJsonContext : JsonSerializerContext;
