using System.Linq;
using Microsoft.CodeAnalysis;

namespace CodeGen.Runtime.Caching.Generators;

/// <summary>Which types a key may hold and how they are treated.</summary>
internal static class PropertyTypes
{
    /// <summary>The type of the values other than null: T for T?.</summary>
    public static ITypeSymbol WithoutNull(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : type.WithNullableAnnotation(NullableAnnotation.NotAnnotated);

    public static PropertyKind KindOf(ITypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_String)
        {
            return PropertyKind.Text;
        }

        if (type.SpecialType == SpecialType.System_Boolean)
        {
            return PropertyKind.Bool;
        }

        if (type.TypeKind == TypeKind.Enum)
        {
            return PropertyKind.Enum;
        }

        bool formats = type.AllInterfaces.Any(static i => i is { Name: "IFormattable", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } });
        bool parses = type.AllInterfaces.Any(i =>
            i is { Name: "ISpanParsable", TypeArguments.Length: 1, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } }
            && SymbolEqualityComparer.Default.Equals(i.TypeArguments[0], type));

        // An interface could not be the type argument of its own static abstract members.
        return formats && parses && type.TypeKind is TypeKind.Struct or TypeKind.Class ? PropertyKind.Value : PropertyKind.Unsupported;
    }

    public static HashKind HashOf(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_String => HashKind.Text,
        >= SpecialType.System_SByte and <= SpecialType.System_UInt64 or SpecialType.System_Char => HashKind.Integer,
        _ when type.TypeKind == TypeKind.Enum => HashKind.Integer,
        _ when type is { Name: "Guid", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } => HashKind.Guid,
        _ => HashKind.Other,
    };
}
