using System.Text.Json.Serialization;

namespace CodeGen.Runtime.Costs;

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredPromise[]))]
internal sealed partial class PromiseJsonContext : JsonSerializerContext;
