using Microsoft.AspNetCore.Connections;

namespace CodeGen.Host.Hosting;

/// <summary>Says in one line what a stack trace says in forty.</summary>
internal static class StartFailure
{
    /// <summary>The line for a failure that the user can mend, or <see langword="null"/>.</summary>
    public static string? Explain(Exception error, IConfiguration configuration)
    {
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case AddressInUseException:
                    return $"""
                        CodeGen.Host cannot listen on {configuration[WebHostDefaults.ServerUrlsKey]}: another process has the port.
                        Stop that process, or choose another address: --urls http://127.0.0.1:5081, or ASPNETCORE_URLS=http://127.0.0.1:5081.
                        """;
                case Microsoft.Extensions.Options.OptionsValidationException invalid:
                    return $"CodeGen.Host cannot start with this configuration:{Environment.NewLine}{string.Join(Environment.NewLine, invalid.Failures.Select(static failure => $"  {failure}"))}";
            }
        }

        return null;
    }
}
