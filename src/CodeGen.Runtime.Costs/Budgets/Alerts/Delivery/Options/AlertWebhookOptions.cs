namespace CodeGen.Runtime.Costs;

/// <summary>The settings of one signed webhook.</summary>
public sealed class AlertWebhookOptions : AlertDestinationOptions
{
    /// <summary>
    /// The secrets that alerts are signed with, each <c>whsec_</c> and 24 to 64 bytes in base64; <see cref="WebhookSignature.NewSecret"/> makes one. With several there is a signature for each, so that
    /// receivers can go from the old one to the new one at any moment in between. They are never logged or shown.
    /// </summary>
    /// <value>The default is empty; 1 to 8 have to be given.</value>
    public IList<string> Secrets { get; } = [];
}
