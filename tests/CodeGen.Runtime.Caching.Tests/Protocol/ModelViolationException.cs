namespace CodeGen.Runtime.Caching.Tests.Protocol;

/// <summary>A rule of the model was broken.</summary>
internal sealed class ModelViolationException(string message) : Exception(message);
