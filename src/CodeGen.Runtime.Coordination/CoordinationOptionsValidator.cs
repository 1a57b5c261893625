using Microsoft.Extensions.Options;

namespace CodeGen.Runtime.Coordination;

/// <summary>Checks <see cref="CoordinationOptions"/> when the host starts; every message names the setting, the value and the range.</summary>
internal sealed class CoordinationOptionsValidator : IValidateOptions<CoordinationOptions>
{
    public ValidateOptionsResult Validate(string? name, CoordinationOptions options)
    {
        var errors = new List<string>();
        string section = CoordinationOptions.SectionOf(name);
        Check(options.MaxStaleness, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1), nameof(options.MaxStaleness));
        Check(options.CommandTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1), nameof(options.CommandTimeout));
        Check(options.ConnectTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(2), nameof(options.ConnectTimeout));
        Check(options.MaxLogRecords, 1_000, 10_000_000, nameof(options.MaxLogRecords));
        Check(options.MaxOutboxRecords, 1, 1_000_000, nameof(options.MaxOutboxRecords));
        if (options.Configuration is not null && string.IsNullOrWhiteSpace(options.Configuration))
        {
            errors.Add($"{section}:{nameof(options.Configuration)} is blank. Give a server such as 'localhost:6379', or leave the setting out to stay in this process.");
        }

        if (options.Configuration?.Contains("://", StringComparison.Ordinal) == true)
        {
            // The client would take it all for a host name and repeat it, with the password in it, wherever it names the server.
            errors.Add($"{section}:{nameof(options.Configuration)} is a URI; it must be a StackExchange.Redis configuration string such as 'localhost:6379,user=…,password=…'.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Check<T>(T value, T min, T max, string property)
            where T : IComparable<T>
        {
            if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
            {
                errors.Add($"{section}:{property} is {value}; it must be between {min} and {max}.");
            }
        }
    }
}
