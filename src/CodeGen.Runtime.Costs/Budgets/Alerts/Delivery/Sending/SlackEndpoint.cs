using System.Text.Json;

namespace CodeGen.Runtime.Costs;

/// <summary>An incoming webhook of Slack.</summary>
internal sealed class SlackEndpoint(string name, Uri url, TimeSpan timeout, TimeSpan maxAge) : AlertEndpoint(name, url, timeout, maxAge)
{
    public override byte[] Write(BudgetAlert alert, EventId id) => JsonSerializer.SerializeToUtf8Bytes(SlackPayload.Of(alert, id), AlertJson.Default.SlackPayload);
}
