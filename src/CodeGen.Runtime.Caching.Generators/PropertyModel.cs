namespace CodeGen.Runtime.Caching.Generators;

/// <summary>A property of a key.</summary>
/// <param name="Name">Its name without @.</param>
/// <param name="TypeName">Its type, fully qualified, without the ? of a nullable one.</param>
/// <param name="IsNullable">Whether null is one of its values: any reference type, or a nullable value type.</param>
/// <param name="IsValueType">Whether the type without its ? is a value type.</param>
/// <param name="Kind">How its values are written and read.</param>
/// <param name="Hash">What goes into the hash.</param>
/// <param name="IsTime">Whether it is a DateTime, whose own equality forgets the zone.</param>
/// <param name="ConstructorIndex">Its place among the parameters of the primary constructor, or -1.</param>
/// <param name="ParameterName">The name of its parameter of Scope, without @.</param>
internal sealed record PropertyModel(
    string Name,
    string TypeName,
    bool IsNullable,
    bool IsValueType,
    PropertyKind Kind,
    HashKind Hash,
    bool IsTime,
    int ConstructorIndex,
    string ParameterName);
