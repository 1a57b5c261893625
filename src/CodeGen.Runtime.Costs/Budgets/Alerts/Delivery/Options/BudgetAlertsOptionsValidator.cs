using Microsoft.Extensions.Options;

namespace CodeGen.Runtime.Costs;

/// <summary>Checks <see cref="BudgetAlertsOptions"/> when the host starts. Messages name setting and remedy; of URLs they show the scheme, of secrets nothing.</summary>
internal sealed class BudgetAlertsOptionsValidator : IValidateOptions<BudgetAlertsOptions>
{
    private const int MostMessages = 100_000;
    private static readonly TimeSpan s_shortestWait = TimeSpan.FromMilliseconds(100);

    public static List<AlertEndpoint> Read(BudgetAlertsOptions options, List<string> errors)
    {
        const string Section = BudgetAlertsOptions.SectionName;
        AlertOptionsReader.Range(options.MaxMessages, 1, MostMessages, $"{Section}:{nameof(options.MaxMessages)}", errors);
        AlertOptionsReader.Range(options.RetryDelay, s_shortestWait, TimeSpan.FromHours(1), $"{Section}:{nameof(options.RetryDelay)}", errors);
        AlertOptionsReader.Range(options.MaxRetryDelay, options.RetryDelay, TimeSpan.FromDays(1), $"{Section}:{nameof(options.MaxRetryDelay)}", errors);
        AlertOptionsReader.Range(options.DrainTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(1), $"{Section}:{nameof(options.DrainTimeout)}", errors);
        if (options.OutboxPath is { } path && (string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal)))
        {
            errors.Add($"{Section}:{nameof(options.OutboxPath)} is '{path}'; write the path of a directory, or leave it out to keep alerts in memory.");
        }

        foreach (string name in options.Slack.Keys.Where(options.Webhooks.ContainsKey))
        {
            errors.Add($"{Section}:{nameof(options.Slack)}:{AttributionText.Clean(name)} has the name of a webhook; give one of them another name.");
        }

        var endpoints = new List<AlertEndpoint>();
        foreach ((string name, AlertWebhookOptions webhook) in options.Webhooks.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            AddUnlessNull(AlertOptionsReader.Webhook(name, webhook, errors));
        }

        foreach ((string name, AlertSlackOptions slack) in options.Slack.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            AddUnlessNull(AlertOptionsReader.Slack(name, slack, errors));
        }

        return endpoints;

        void AddUnlessNull(AlertEndpoint? endpoint)
        {
            if (endpoint is not null)
            {
                endpoints.Add(endpoint);
            }
        }
    }

    public ValidateOptionsResult Validate(string? name, BudgetAlertsOptions options)
    {
        var errors = new List<string>();
        _ = Read(options, errors);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
