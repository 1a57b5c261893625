using FluentAssertions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Settings that are wrong are found at start, and no message shows a secret.</summary>
public sealed class AlertOptionsTests
{
    private const string Section = "CodeGenRuntime:Costs:Alerts";
    private const string Hidden = "h1dden";

    public static TheoryData<string, Action<BudgetAlertsOptions>> Mistakes => new()
    {
        { $"{Section}:Webhooks:ops:Url is missing; *", static o => o.Webhooks["ops"].Url = " " },
        { $"{Section}:Webhooks:ops:Url is no absolute URL*", static o => o.Webhooks["ops"].Url = $"/{Hidden}" },
        { $"{Section}:Webhooks:ops:Url has the scheme http; it must be https. With AllowHttp *", static o => o.Webhooks["ops"].Url = $"http://localhost/{Hidden}" },
        { $"{Section}:Webhooks:ops:Url has the scheme http;*", static o => (o.Webhooks["ops"].Url, o.Webhooks["ops"].AllowHttp) = ($"http://example.com/{Hidden}", true) },
        { $"{Section}:Webhooks:ops:Url has the scheme ftp;*", static o => o.Webhooks["ops"].Url = $"ftp://example.com/{Hidden}" },
        { $"{Section}:Webhooks:ops:Url has a user name or password*", static o => o.Webhooks["ops"].Url = $"https://me:{Hidden}@example.com/" },
        { $"{Section}:Webhooks:ops:Secrets has 0 secrets; give 1 to 8.*", static o => o.Webhooks["ops"].Secrets.Clear() },
        { $"{Section}:Webhooks:ops:Secrets:1 is not 'whsec_' and 24 to 64 bytes in base64.*", static o => o.Webhooks["ops"].Secrets.Add($"whsec_{Hidden}") },
        { $"{Section}:Webhooks:ops:Timeout is 00:00:00; it must be between 00:00:00.1000000 and 00:02:00.", static o => o.Webhooks["ops"].Timeout = TimeSpan.Zero },
        { $"{Section}:Webhooks:ops:MaxAge is 31.00:00:00;*", static o => o.Webhooks["ops"].MaxAge = TimeSpan.FromDays(31) },
        { $"{Section}:Webhooks:a/b: a destination's name is 1 to 64 ASCII letters*", static o => o.Webhooks["a/b"] = Good() },
        { $"{Section}:Webhooks:none is empty; *", static o => o.Webhooks["none"] = null! },
        { $"{Section}:Slack:OPS has the name of a webhook;*", static o => o.Slack["OPS"] = new AlertSlackOptions { Url = "https://hooks.slack.com/services/T/B/x" } },
        { $"{Section}:Slack:chat:Url has the scheme http;*", static o => o.Slack["chat"] = new AlertSlackOptions { Url = $"http://hooks.slack.com/services/{Hidden}" } },
        { $"{Section}:MaxMessages is 0;*", static o => o.MaxMessages = 0 },
        { $"{Section}:RetryDelay is 00:00:00;*", static o => o.RetryDelay = TimeSpan.Zero },
        { $"{Section}:MaxRetryDelay is 00:00:01; it must be between 00:00:05 and 1.00:00:00.", static o => o.MaxRetryDelay = TimeSpan.FromSeconds(1) },
        { $"{Section}:DrainTimeout is 00:02:00;*", static o => o.DrainTimeout = TimeSpan.FromMinutes(2) },
        { $"{Section}:OutboxPath is ' '; *", static o => o.OutboxPath = " " },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Validate_AMistake_NamesPathAndRemedyAndNoSecret(string message, Action<BudgetAlertsOptions> mistake)
    {
        var options = new BudgetAlertsOptions { Webhooks = { ["ops"] = Good() } };
        mistake(options);
        string failure = new BudgetAlertsOptionsValidator().Validate(null, options).Failures.Should().ContainSingle().Subject;
        failure.Should().Match(message).And.NotContain(Hidden);
    }

    [Fact]
    public void Bind_FromConfiguration_ReadsAllSettings()
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            [$"{Section}:OutboxPath"] = "data/alerts",
            [$"{Section}:Webhooks:ops:Url"] = "https://example.com/hook",
            [$"{Section}:Webhooks:ops:Secrets:0"] = AlertHost.Secret,
            [$"{Section}:Webhooks:ops:Timeout"] = "00:00:03",
            [$"{Section}:Webhooks:ops:MaxAge"] = "1.00:00:00",
            [$"{Section}:Slack:chat:Url"] = "https://hooks.slack.com/services/T0/B0/x",
        }).Build();
        using ServiceProvider services = new ServiceCollection()
            .AddBudgetAlerts()
            .Configure<BudgetAlertsOptions>(configuration.GetSection(BudgetAlertsOptions.SectionName))
            .BuildServiceProvider();
        BudgetAlertsOptions options = services.GetRequiredService<IOptions<BudgetAlertsOptions>>().Value;
        options.OutboxPath.Should().Be("data/alerts");
        options.Webhooks["OPS"].Should().BeEquivalentTo(new { Url = "https://example.com/hook", Timeout = TimeSpan.FromSeconds(3), MaxAge = TimeSpan.FromDays(1), Secrets = new[] { AlertHost.Secret } });
        services.GetRequiredService<IBudgetAlertDelivery>().Destinations.Select(static d => $"{d.Name} {d.Host}").Should().Equal("ops example.com", "chat hooks.slack.com");
    }

    [Fact]
    public void GetDelivery_WithAMistake_Throws()
    {
        using ServiceProvider services = new ServiceCollection().AddBudgetAlerts(static o => o.Webhooks["ops"] = new AlertWebhookOptions()).BuildServiceProvider();
        services.Invoking(static s => s.GetRequiredService<IBudgetAlertDelivery>()).Should().Throw<OptionsValidationException>().WithMessage("*ops:Url is missing*");
    }

    private static AlertWebhookOptions Good() => new() { Url = "https://example.com/hook", Secrets = { AlertHost.Secret } };
}
