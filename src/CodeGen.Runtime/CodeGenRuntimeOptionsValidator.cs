using System.Globalization;
using Microsoft.Extensions.Options;

namespace CodeGen.Runtime;

/// <summary>Checks <see cref="CodeGenRuntimeOptions"/> when the host starts.</summary>
internal sealed class CodeGenRuntimeOptionsValidator : IValidateOptions<CodeGenRuntimeOptions>
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, CodeGenRuntimeOptions options)
    {
        var errors = new List<string>();
        if (options.SavingsInterval != TimeSpan.Zero && (options.SavingsInterval < s_shortest || options.SavingsInterval > s_longest))
        {
            errors.Add($"{CodeGenRuntimeOptions.SectionName}:{nameof(CodeGenRuntimeOptions.SavingsInterval)} is {options.SavingsInterval}; it must be between {s_shortest} and {s_longest}, or 0 for never.");
        }

        if (options.ReuseShare is not (>= 0 and <= 1))
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"{CodeGenRuntimeOptions.SectionName}:{nameof(CodeGenRuntimeOptions.ReuseShare)} is {options.ReuseShare}; it must be between 0, for never, and 1, for all keys."));
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
