namespace CodeGen.Runtime.Contracts;

/// <summary>A case of a contract: a static method that takes the contract's rig and throws when the subject breaks the contract.</summary>
/// <param name="title">What the contract asks, as the matrix prints it.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ContractCaseAttribute(string title) : Attribute
{
    public string Title => title;

    /// <summary>Whether it needs a <c>redis-server</c>.</summary>
    public bool NeedsServer { get; init; }
}
