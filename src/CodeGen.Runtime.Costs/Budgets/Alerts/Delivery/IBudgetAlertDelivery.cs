namespace CodeGen.Runtime.Costs;

/// <summary>The delivery of alerts to webhooks and Slack, for those who run it. Thread-safe.</summary>
public interface IBudgetAlertDelivery
{
    /// <summary>How each destination stands, webhooks first, each sort by name.</summary>
    IReadOnlyList<AlertDestinationStatus> Destinations { get; }

    /// <summary>Lets the dead letters of a destination wait for delivery again, the oldest first, as many as there is room for, and has it tried at once. One that is too old gets one attempt.</summary>
    /// <param name="destination">The destination's name.</param>
    /// <returns>How many.</returns>
    /// <exception cref="ArgumentException">There is no such destination.</exception>
    int RetryDeadLetters(string destination);
}
