namespace System.Runtime.CompilerServices;

/// <summary>Lets netstandard2.0 compile init accessors, which records have.</summary>
internal static class IsExternalInit;
