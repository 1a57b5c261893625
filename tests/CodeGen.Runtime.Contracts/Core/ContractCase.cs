using System.Reflection;

namespace CodeGen.Runtime.Contracts;

/// <summary>One case of a contract.</summary>
internal sealed record ContractCase(string Contract, string Group, string Name, string Title, bool NeedsServer, MethodInfo Method)
{
    /// <summary>All cases of a contract: those of the classes in its namespace, in the order of class and line.</summary>
    public static IReadOnlyList<ContractCase> Of(string contract) =>
    [
        .. from type in typeof(ContractCase).Assembly.GetTypes()
           where type.Namespace == $"{typeof(ContractCase).Namespace}.{contract}"
           from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public)
           let attribute = method.GetCustomAttribute<ContractCaseAttribute>()
           where attribute is not null
           orderby type.Name, method.MetadataToken
           select new ContractCase(contract, type.Name, method.Name, attribute.Title, attribute.NeedsServer, method),
    ];
}
