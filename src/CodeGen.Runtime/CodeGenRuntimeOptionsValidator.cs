using Microsoft.Extensions.Options;

namespace CodeGen.Runtime;

/// <summary>Checks <see cref="CodeGenRuntimeOptions"/> when the host starts.</summary>
internal sealed class CodeGenRuntimeOptionsValidator : IValidateOptions<CodeGenRuntimeOptions>
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, CodeGenRuntimeOptions options) =>
        options.SavingsInterval == TimeSpan.Zero || (options.SavingsInterval >= s_shortest && options.SavingsInterval <= s_longest)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{CodeGenRuntimeOptions.SectionName}:{nameof(CodeGenRuntimeOptions.SavingsInterval)} is {options.SavingsInterval}; it must be between {s_shortest} and {s_longest}, or 0 for never.");
}
