namespace CodeGen.Host;

/// <summary>A failure that the caller should read as problem+json: what is wrong, where, and what to do.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="title">What kind of failure it is; the same text for every occurrence.</param>
/// <param name="detail">What was wrong this time. It reaches the caller, so it must carry no secret.</param>
/// <param name="place">Where: a line, a JSON pointer, a query parameter, a configuration path.</param>
/// <param name="remedy">What to do.</param>
internal sealed class ProblemException(int status, string title, string detail, string place, string remedy) : Exception(detail)
{
    public int Status { get; } = status;

    public string Title { get; } = title;

    public string Place { get; } = place;

    public string Remedy { get; } = remedy;

    /// <summary>What else the caller's program can read, by the members' names.</summary>
    public IReadOnlyDictionary<string, object?>? More { get; init; }

    /// <summary>Whether nothing was spent on what failed.</summary>
    public bool IsFree { get; init; }

    /// <summary>When to come back, where an instant is known.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>When to come back, in seconds, where the failure told it.</summary>
    public int? RetryAfterSeconds { get; init; }

    public static ProblemException BadDocument(string detail, string place, string remedy) =>
        new(StatusCodes.Status400BadRequest, "Unusable document", detail, place, remedy) { IsFree = true };

    public static ProblemException BadParameter(string name, string detail, string remedy) =>
        new(StatusCodes.Status400BadRequest, "Unusable parameter", detail, $"query: {name}", remedy);
}
