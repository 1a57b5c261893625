using Microsoft.Extensions.Options;
using Npgsql;

namespace CodeGen.Runtime.Costs;

/// <summary>Checks <see cref="PostgreSqlCostsOptions"/> when the host starts. No message has any part of the connection string.</summary>
internal sealed class PostgreSqlCostsOptionsValidator(PostgreSqlDataSource source) : IValidateOptions<PostgreSqlCostsOptions>
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, PostgreSqlCostsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var errors = new List<string>();
        if (!source.IsGiven)
        {
            Check(!string.IsNullOrWhiteSpace(options.ConnectionString), nameof(options.ConnectionString), "is not set; write one, or hand a data source to UsePostgreSql.");
            Check(
                string.IsNullOrWhiteSpace(options.ConnectionString) || IsConnectionString(options.ConnectionString),
                nameof(options.ConnectionString),
                "is not what Npgsql reads; write it as 'Host=db;Database=costs;Username=app'. It is not shown here, since it may hold a password.");
        }

        Check(PostgreSqlSchema.IsName(options.Schema ?? ""), nameof(options.Schema),
            $"is '{PostgreSqlSchema.Shown(options.Schema ?? "")}'; write 1 to 63 lower-case ASCII letters, digits or '_', the first no digit, not beginning with pg_.");
        Check(options.BatchRecords is >= 1 and <= 10_000, nameof(options.BatchRecords), $"is {options.BatchRecords}; it must be between 1 and 10000.");
        Between(options.BatchDelay, TimeSpan.FromMilliseconds(1), s_minute, nameof(options.BatchDelay));
        Between(options.CommandTimeout, TimeSpan.FromSeconds(1), 10 * s_minute, nameof(options.CommandTimeout));
        Between(options.MaxRetryDelay, TimeSpan.FromMilliseconds(100), 10 * s_minute, nameof(options.MaxRetryDelay));
        Between(options.SynchronousTimeout, TimeSpan.FromMilliseconds(100), 10 * s_minute, nameof(options.SynchronousTimeout));
        Between(options.MaxLag, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), nameof(options.MaxLag));
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Between(TimeSpan value, TimeSpan least, TimeSpan most, string property) =>
            Check(value >= least && value <= most, property, $"is {value}; it must be between {least} and {most}.");

        void Check(bool holds, string property, string problem)
        {
            if (!holds)
            {
                errors.Add($"{PostgreSqlCostsOptions.SectionName}:{property} {problem}");
            }
        }
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            return !string.IsNullOrWhiteSpace(new NpgsqlConnectionStringBuilder(text).Host);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or KeyNotFoundException)
        {
            return false;
        }
    }
}
