using System.Text.Json;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>A request that a receiver has seen, and how it was answered.</summary>
internal sealed record ReceivedAlert(string? Id, string Body, int Number)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string Budget => Json.GetProperty("data").GetProperty("budget").GetString()!;
}
