namespace CodeGen.Runtime.Conformance;

/// <summary>One <c>--name VALUE</c> of a verb.</summary>
/// <param name="Name">The name, without the dashes.</param>
/// <param name="Value">What the value is, for the usage text.</param>
/// <param name="Default">The value when it is not given, or null when it has to be.</param>
/// <param name="Meaning">What it does.</param>
internal sealed record VerbOption(string Name, string Value, string? Default, string Meaning);
