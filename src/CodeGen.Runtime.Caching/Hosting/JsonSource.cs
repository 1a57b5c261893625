using System.Text.Json.Serialization.Metadata;

namespace CodeGen.Runtime.Caching;

/// <summary>The JSON contracts that the host gave.</summary>
internal sealed record JsonSource(IJsonTypeInfoResolver Resolver);
