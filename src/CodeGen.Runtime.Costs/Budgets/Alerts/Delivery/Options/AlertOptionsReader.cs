namespace CodeGen.Runtime.Costs;

/// <summary>Makes destinations of their settings, or errors that say where, what and what to do.</summary>
internal static class AlertOptionsReader
{
    private const int MostSecrets = 8;

    public static AlertEndpoint? Webhook(string name, AlertWebhookOptions? options, List<string> errors)
    {
        string path = $"{BudgetAlertsOptions.SectionName}:{nameof(BudgetAlertsOptions.Webhooks)}:{AttributionText.Clean(name)}";
        int before = errors.Count;
        Uri? url = Common(name, options, path, errors);
        if (options is null)
        {
            return null;
        }

        if (options.Secrets.Count is 0 or > MostSecrets)
        {
            errors.Add($"{path}:{nameof(options.Secrets)} has {options.Secrets.Count} secrets; give 1 to {MostSecrets}. WebhookSignature.NewSecret() makes one.");
        }

        var keys = new List<byte[]>();
        for (int i = 0; i < options.Secrets.Count; i++)
        {
            if (WebhookSecret.Decode(options.Secrets[i]) is { } key)
            {
                keys.Add(key);
            }
            else
            {
                errors.Add($"{path}:{nameof(options.Secrets)}:{i} is not '{WebhookSecret.Prefix}' and {WebhookSecret.LeastBytes} to {WebhookSecret.MostBytes} bytes in base64. WebhookSignature.NewSecret() makes one.");
            }
        }

        return errors.Count == before ? new WebhookEndpoint(name, url!, options.Timeout, options.MaxAge, [.. keys]) : null;
    }

    public static AlertEndpoint? Slack(string name, AlertSlackOptions? options, List<string> errors)
    {
        string path = $"{BudgetAlertsOptions.SectionName}:{nameof(BudgetAlertsOptions.Slack)}:{AttributionText.Clean(name)}";
        int before = errors.Count;
        Uri? url = Common(name, options, path, errors);
        return errors.Count == before ? new SlackEndpoint(name, url!, options!.Timeout, options.MaxAge) : null;
    }

    public static void Range<T>(T value, T min, T max, string path, List<string> errors)
        where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
        {
            errors.Add($"{path} is {value}; it must be between {min} and {max}.");
        }
    }

    private static Uri? Common(string name, AlertDestinationOptions? options, string path, List<string> errors)
    {
        // The name is part of file names, and of tags of instruments.
        if (!AttributionText.IsTagName(name))
        {
            errors.Add($"{path}: a destination's name is 1 to 64 ASCII letters, digits, '.', '_' or '-'.");
        }

        if (options is null)
        {
            errors.Add($"{path} is empty; give it a {nameof(options.Url)}, or leave it out.");
            return null;
        }

        Range(options.Timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(2), $"{path}:{nameof(options.Timeout)}", errors);
        Range(options.MaxAge, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30), $"{path}:{nameof(options.MaxAge)}", errors);
        return Url(options, $"{path}:{nameof(options.Url)}", errors);
    }

    /// <summary>Nothing but the scheme is shown: path and query may be secrets.</summary>
    private static Uri? Url(AlertDestinationOptions options, string path, List<string> errors)
    {
        if (string.IsNullOrWhiteSpace(options.Url))
        {
            errors.Add($"{path} is missing; write the https URL that alerts are posted to.");
            return null;
        }

        if (!Uri.TryCreate(options.Url, UriKind.Absolute, out Uri? url) || url.Host.Length == 0)
        {
            errors.Add($"{path} is no absolute URL with a host; write one that begins with https://.");
            return null;
        }

        if (url.UserInfo.Length != 0)
        {
            errors.Add($"{path} has a user name or password in it; leave it out, receivers check the signature.");
        }

        bool plain = url.Scheme == Uri.UriSchemeHttp && options.AllowHttp && url.IsLoopback;
        if (url.Scheme != Uri.UriSchemeHttps && !plain)
        {
            errors.Add($"{path} has the scheme {url.Scheme}; it must be https. With {nameof(options.AllowHttp)} it may be http to a loopback address.");
        }

        return url;
    }
}
