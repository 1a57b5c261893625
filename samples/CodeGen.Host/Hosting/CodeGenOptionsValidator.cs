using CodeGen.Host.Generation;
using CodeGen.Host.Model;
using Microsoft.Extensions.Options;

namespace CodeGen.Host.Hosting;

/// <summary>The rules that an attribute cannot state. No message shows the key.</summary>
internal sealed class CodeGenOptionsValidator : IValidateOptions<CodeGenOptions>
{
    public ValidateOptionsResult Validate(string? name, CodeGenOptions options)
    {
        var errors = new List<string>();
        if (!CSharpNames.IsNamespace(options.DefaultNamespace))
        {
            errors.Add($"CodeGen:DefaultNamespace is '{options.DefaultNamespace}', which is no C# namespace; write identifiers joined by dots.");
        }

        if (options.Model.IsConfigured)
        {
            Validate(options.Model, errors);
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void Validate(ModelOptions model, List<string> errors)
    {
        if (!Uri.TryCreate(model.Endpoint, UriKind.Absolute, out Uri? endpoint) || endpoint.Scheme is not ("http" or "https") || endpoint.UserInfo.Length > 0)
        {
            errors.Add("CodeGen:Model:Endpoint is not an absolute http or https address without user information; write one such as http://127.0.0.1:8000/v1.");
        }

        if (string.IsNullOrWhiteSpace(model.Name))
        {
            errors.Add("CodeGen:Model:Name is empty; name the model to ask for.");
        }

        if (model.ApiKey is { } key && key.Any(static c => !char.IsBetween(c, '!', '~')))
        {
            errors.Add("CodeGen:Model:ApiKey holds a character that no HTTP header takes; check it for spaces and line ends.");
        }

        if (model.Timeout <= TimeSpan.Zero || model.Timeout > TimeSpan.FromHours(1))
        {
            errors.Add($"CodeGen:Model:Timeout is {model.Timeout}; choose more than zero and at most one hour.");
        }

        if (model.MaxOutputTokens < 0 || model.Temperature is < 0 or > 2 || model.InputPricePerMillionTokens < 0 || model.OutputPricePerMillionTokens < 0)
        {
            errors.Add("CodeGen:Model: MaxOutputTokens and the prices must not be negative, and Temperature lies in 0..2.");
        }
    }
}
