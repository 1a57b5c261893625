namespace CodeGen.Runtime.Conformance;

/// <summary>The call was wrong; the message says what was wrong with which value, and what to write instead.</summary>
/// <param name="message">The message.</param>
internal sealed class UsageException(string message) : Exception(message);
