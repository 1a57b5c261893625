using Microsoft.Extensions.Options;

namespace CodeGen.Runtime.Caching;

/// <summary>Checks <see cref="TieredCacheOptions"/> when the host starts; every message names the setting, the value and the range.</summary>
internal sealed class TieredCacheOptionsValidator : IValidateOptions<TieredCacheOptions>
{
    public ValidateOptionsResult Validate(string? name, TieredCacheOptions options)
    {
        var errors = new List<string>();
        string section = CacheInstance.SectionOf(name);
        if (string.IsNullOrEmpty(options.Namespace) || options.Namespace.Length > 64
            || options.Namespace.Any(static c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-')))
        {
            errors.Add($"{section}:{nameof(options.Namespace)} is '{options.Namespace}'; it must be 1 to 64 letters, digits, '.', '_' or '-'.");
        }

        Range(options.MaxEntries, 1, int.MaxValue, nameof(options.MaxEntries));
        Range(options.MaxBytes, 1_024, long.MaxValue, nameof(options.MaxBytes));
        Range(options.MaxEntryLifetime, TimeSpan.FromSeconds(1), TimeSpan.FromDays(30), nameof(options.MaxEntryLifetime));
        Range(options.MaxFactoryDuration, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), nameof(options.MaxFactoryDuration));
        Range(options.TimeToLive, TimeSpan.FromMilliseconds(1), options.MaxEntryLifetime, nameof(options.TimeToLive));
        if (options.LocalTimeToLive is { } local)
        {
            Range(local, TimeSpan.FromMilliseconds(1), options.MaxEntryLifetime, nameof(options.LocalTimeToLive));
        }

        Range(options.MaxStaleOnDisconnect, TimeSpan.Zero, TimeSpan.FromDays(1), nameof(options.MaxStaleOnDisconnect));
        Range(options.DisconnectedGrace, TimeSpan.Zero, TimeSpan.FromHours(1), nameof(options.DisconnectedGrace));
        Range(options.SetWait, TimeSpan.Zero, TimeSpan.FromSeconds(1), nameof(options.SetWait));
        Range(options.SharedWriteWait, TimeSpan.Zero, TimeSpan.FromMinutes(1), nameof(options.SharedWriteWait));
        Range(options.FlightLease, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), nameof(options.FlightLease));
        Range(options.MaxKeyLength, 16, 65_536, nameof(options.MaxKeyLength));
        Range(options.MaxBulkKeys, 1, 1_000_000, nameof(options.MaxBulkKeys));
        Range(options.MaxPayloadBytes, 1_024, 512 << 20, nameof(options.MaxPayloadBytes));
        Range(options.CompressionThreshold, 0, int.MaxValue, nameof(options.CompressionThreshold));
        Range(options.MaxPatterns, 1, 10_000, nameof(options.MaxPatterns));
        Range(options.MaxKeyRecords, 1_024, 10_000_000, nameof(options.MaxKeyRecords));
        Range(options.InlineBytes, 0, 16_384, nameof(options.InlineBytes));
        Defined(options.WhenDisconnected, nameof(options.WhenDisconnected));
        Defined(options.OnFailOver, nameof(options.OnFailOver));
        Defined(options.OnDisconnectedInvalidation, nameof(options.OnDisconnectedInvalidation));
        if (errors.Count == 0)
        {
            CheckPlainKeys();
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void CheckPlainKeys()
        {
            if (options.PlainKeys.Name is not (null or TieredCache.DefaultRegionName))
            {
                errors.Add($"{section}:{nameof(options.PlainKeys)}:Name is '{options.PlainKeys.Name}'; plain keys live in the region '{TieredCache.DefaultRegionName}': leave the name out.");
            }

            try
            {
                _ = new RegionSettings(TieredCache.DefaultRegionName, options.PlainKeys, options);
            }
            catch (ArgumentException e)
            {
                errors.Add($"{section}:{nameof(options.PlainKeys)}: {e.Message}");
            }
        }

        void Range<T>(T value, T min, T max, string property)
            where T : IComparable<T>
        {
            if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
            {
                errors.Add($"{section}:{property} is {value}; it must be between {min} and {max}.");
            }
        }

        void Defined<T>(T value, string property)
            where T : struct, Enum
        {
            if (!Enum.IsDefined(value))
            {
                errors.Add($"{section}:{property} is {value}; it must be one of {string.Join(", ", Enum.GetNames<T>())}.");
            }
        }
    }
}
