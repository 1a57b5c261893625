using CodeGen.Host.Documents;

namespace CodeGen.Host.Endpoints;

/// <summary>Reads query parameters and says what is wrong with them.</summary>
internal static class QueryParameters
{
    /// <summary>The longest project or file name that is accepted, in characters.</summary>
    public const int MaxNameLength = 200;

    public static string Name(HttpRequest request, string parameter)
    {
        string value = request.Query[parameter].ToString();
        return Fault(value) is { } fault
            ? throw ProblemException.BadParameter(parameter, $"The {parameter} {fault}.", $"Add {parameter}=… to the query: 1 to {MaxNameLength} characters, none of them a control character.")
            : value;
    }

    public static string Namespace(HttpRequest request, string fallback)
    {
        string value = request.Query["namespace"].ToString();
        if (value.Length == 0)
        {
            return fallback;
        }

        return Generation.CSharpNames.IsNamespace(value)
            ? value
            : throw ProblemException.BadParameter("namespace", $"'{Shown.Text(value)}' is no C# namespace.", "Write identifiers joined by dots, such as Acme.Petstore.");
    }

    /// <summary>A parameter that is left out, or there once.</summary>
    public static string? Single(HttpRequest request, string name) => request.Query[name] switch
    {
        { Count: 0 } => null,
        { Count: 1 } values when values[0] is { Length: > 0 and <= MaxNameLength } value => value,
        _ => throw ProblemException.BadParameter(name, $"The {name} is empty, too long, or there twice.", $"Write {name} once, 1 to {MaxNameLength} characters, or leave it out."),
    };

    /// <summary>What is wrong with the name of a project or file, or <see langword="null"/>.</summary>
    public static string? Fault(string? value) => value switch
    {
        null or "" => "is missing",
        { Length: > MaxNameLength } => "is too long",
        _ when value.Any(char.IsControl) => "holds a control character",
        _ => null,
    };
}
