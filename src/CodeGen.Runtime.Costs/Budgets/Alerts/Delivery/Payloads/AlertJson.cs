using System.Text.Json.Serialization;

namespace CodeGen.Runtime.Costs;

/// <summary>The bodies' contracts, made when the library is compiled.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WebhookPayload))]
[JsonSerializable(typeof(SlackPayload))]
internal sealed partial class AlertJson : JsonSerializerContext;
