namespace CodeGen.Runtime.Conformance;

/// <summary>One <c>--name VALUE</c> of a verb.</summary>
/// <param name="Name">The name, without the dashes.</param>
/// <param name="Value">What the value is, for the usage text.</param>
/// <param name="Default">The value when it is not given, or null when it has to be.</param>
/// <param name="Meaning">What it does.</param>
/// <param name="Positional">Whether the value may be written without its name, in the order of the options.</param>
internal sealed record VerbOption(string Name, string Value, string? Default, string Meaning, bool Positional = false);
