using System.Text.Json.Serialization;

namespace CodeGen.Runtime.Costs;

/// <summary>The body of a webhook: kind, time, and what the kind says. docs/alerts.md describes it.</summary>
internal sealed record WebhookPayload(string Type, DateTime Timestamp, WebhookPayload.Alert Data)
{
    /// <summary>A change that a receiver could stumble over gets another version.</summary>
    private const string AlertType = "budget.alert.v1";

    public static WebhookPayload Of(BudgetAlert alert) => new(
        AlertType,
        alert.At.UtcDateTime,
        new Alert(
            alert.Budget,
            new Period(alert.Window.Id, alert.Window.Start.UtcDateTime, alert.Window.End.UtcDateTime),
            AlertNumbers.Of(alert.Threshold),
            AlertNumbers.Of(alert.Limit),
            AlertNumbers.Of(alert.Committed),
            alert.Limit.Currency.Code,
            AlertNumbers.Share(alert)));

    internal sealed record Alert(
        string Budget,
        Period Window,
        string Threshold,
        string Limit,
        string Committed,
        string Currency,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Share);

    internal sealed record Period(string Id, DateTime Start, DateTime End);
}
