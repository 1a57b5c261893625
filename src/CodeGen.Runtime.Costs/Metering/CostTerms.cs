namespace CodeGen.Runtime.Costs;

/// <summary>What else there is to say of a use: whose, when, and under which id. An immutable value; thread-safe. The default value says nothing: what is current, now, an id of its own.</summary>
public readonly record struct CostTerms
{
    /// <summary>Whom and what it belongs to, laid over the current one of <see cref="CostContext"/>.</summary>
    /// <value>The default is <see langword="null"/>: the current one.</value>
    public CostAttribution? Attribution { get; init; }

    /// <summary>The event's id, where it may be handed in more than once: a UUID of version 7, made once for the event, for instance by <see cref="Guid.CreateVersion7()"/>. The same id is booked once.</summary>
    /// <value>The default is <see langword="null"/>: an id of its own, so that the same use handed in twice is two.</value>
    public Guid? EventId { get; init; }

    /// <summary>When it was used: what prices, billing periods and reports go by.</summary>
    /// <value>The default is <see langword="null"/>: when the model answered, where the use says so, else now.</value>
    public DateTimeOffset? EventTime { get; init; }

    /// <summary>How long a request of a model took, for the instrument <c>gen_ai.client.operation.duration</c>; it is not kept.</summary>
    /// <value>The default is <see langword="null"/>: nothing is measured.</value>
    public TimeSpan? Duration { get; init; }

    /// <summary>Why, of savings: at most 256 characters are kept.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public string? Reason { get; init; }
}
