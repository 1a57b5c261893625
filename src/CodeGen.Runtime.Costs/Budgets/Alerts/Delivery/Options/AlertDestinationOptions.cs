namespace CodeGen.Runtime.Costs;

/// <summary>What webhooks and Slack have in common: where alerts go, and how long that is tried.</summary>
public abstract class AlertDestinationOptions
{
    /// <summary>Default of <see cref="Timeout"/>: 10 seconds.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Default of <see cref="MaxAge"/>: 3 days.</summary>
    public static readonly TimeSpan DefaultMaxAge = TimeSpan.FromDays(3);

    private protected AlertDestinationOptions()
    {
    }

    /// <summary>
    /// Where alerts are posted to: an absolute https URL without a user name. It may hold a secret, as that of Slack does, so only its host is ever logged. Whether this process may reach it is the
    /// host's to decide: no address is refused but what the scheme forbids.
    /// </summary>
    /// <value>There is no default; it has to be given.</value>
    public string? Url { get; set; }

    /// <summary>How long one attempt may take, from connecting to the status line of the answer.</summary>
    /// <value>The default is 10 seconds; 100 milliseconds to 2 minutes.</value>
    public TimeSpan Timeout { get; set; } = DefaultTimeout;

    /// <summary>An alert that is older than this when an attempt fails is not tried again and becomes a dead letter.</summary>
    /// <value>The default is 3 days; 1 minute to 30 days.</value>
    public TimeSpan MaxAge { get; set; } = DefaultMaxAge;

    /// <summary>Whether <see cref="Url"/> may be http where its host is a loopback address: for tests and for a proxy beside the process.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool AllowHttp { get; set; }
}
