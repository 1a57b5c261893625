using System.Net.Http.Headers;
using System.Text.Json;

namespace CodeGen.Runtime.Costs;

/// <summary>A webhook with signatures.</summary>
internal sealed class WebhookEndpoint(string name, Uri url, TimeSpan timeout, TimeSpan maxAge, byte[][] keys) : AlertEndpoint(name, url, timeout, maxAge)
{
    public override byte[] Write(BudgetAlert alert, EventId id) => JsonSerializer.SerializeToUtf8Bytes(WebhookPayload.Of(alert), AlertJson.Default.WebhookPayload);

    public override void AddHeaders(HttpRequestHeaders headers, AlertMessage message, DateTimeOffset now)
    {
        string id = message.Id.ToString();
        string timestamp = WebhookSignature.TimestampOf(now);
        headers.Add(WebhookSignature.IdHeader, id);
        headers.Add(WebhookSignature.TimestampHeader, timestamp);
        headers.Add(WebhookSignature.SignatureHeader, string.Join(' ', keys.Select(key => WebhookSignature.Sign(id, timestamp, message.Body, key))));
    }
}
