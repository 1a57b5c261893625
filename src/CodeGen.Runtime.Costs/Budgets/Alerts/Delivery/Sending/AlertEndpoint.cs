using System.Net.Http.Headers;

namespace CodeGen.Runtime.Costs;

/// <summary>Where alerts go, and in which form. Immutable; thread-safe.</summary>
internal abstract class AlertEndpoint(string name, Uri url, TimeSpan timeout, TimeSpan maxAge)
{
    public string Name { get; } = name;

    public Uri Url { get; } = url;

    public TimeSpan Timeout { get; } = timeout;

    public TimeSpan MaxAge { get; } = maxAge;

    /// <summary>Writes the body once; every attempt sends the same bytes.</summary>
    public abstract byte[] Write(BudgetAlert alert, EventId id);

    /// <summary>Adds what an attempt has beside the body.</summary>
    public virtual void AddHeaders(HttpRequestHeaders headers, AlertMessage message, DateTimeOffset now)
    {
    }

    /// <summary>The name only: the URL may hold a secret.</summary>
    public override string ToString() => Name;
}
