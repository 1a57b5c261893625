namespace CodeGen.Runtime.Costs.Tests;

/// <summary>The process is no more.</summary>
internal sealed class KilledException : Exception;
