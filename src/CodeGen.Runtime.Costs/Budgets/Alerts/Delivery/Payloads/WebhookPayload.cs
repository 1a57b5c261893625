using System.Text.Json.Serialization;

namespace CodeGen.Runtime.Costs;

/// <summary>The body of a webhook: kind, time, and what the kind says. docs/alerts.md describes it.</summary>
internal sealed record WebhookPayload(string Type, DateTime Timestamp, WebhookPayload.Alert Data)
{
    /// <summary>A change that a receiver could stumble over gets another version.</summary>
    private const string AlertType = "budget.alert.v1";
    private const string ForecastType = "budget.forecast.v1";

    public static WebhookPayload Of(BudgetAlert alert) => new(
        alert.Forecast is null ? AlertType : ForecastType,
        alert.At.UtcDateTime,
        new Alert(
            alert.Budget,
            new Period(alert.Window.Id, alert.Window.Start.UtcDateTime, alert.Window.End.UtcDateTime),
            alert.Forecast is null ? AlertNumbers.Of(alert.Threshold) : null,
            AlertNumbers.Of(alert.Limit),
            AlertNumbers.Of(alert.Committed),
            alert.Limit.Currency.Code,
            AlertNumbers.Share(alert),
            alert.Forecast is { } forecast
                ? new Forecasted(AlertNumbers.Probability(forecast), AlertNumbers.Of(forecast.ExpectedCost), forecast.Early.UtcDateTime, forecast.Expected.UtcDateTime, forecast.Late.UtcDateTime)
                : null));

    internal sealed record Alert(
        string Budget,
        Period Window,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Threshold,
        string Limit,
        string Committed,
        string Currency,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Share,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Forecasted? Forecast);

    internal sealed record Forecasted(string Probability, string ExpectedCost, DateTime Early, DateTime Expected, DateTime Late);

    internal sealed record Period(string Id, DateTime Start, DateTime End);
}
