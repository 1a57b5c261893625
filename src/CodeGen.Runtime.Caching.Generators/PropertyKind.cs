namespace CodeGen.Runtime.Caching.Generators;

/// <summary>How a property's values are written and read.</summary>
internal enum PropertyKind
{
    Text,
    Bool,
    Enum,
    Value,
    Unsupported,
}
