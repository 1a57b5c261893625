namespace CodeGen.Runtime.Contracts;

/// <summary>The subject has nothing that the case could ask for: neither kept nor broken.</summary>
internal sealed class NotOfferedException(string what) : Exception(what);
