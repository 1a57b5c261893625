using Microsoft.CodeAnalysis;

namespace CodeGen.Runtime.Caching.Generators;

/// <summary>What can be wrong with a key declaration. All are errors: a key that compiles is a key that works.</summary>
internal static class KeyDiagnostics
{
    private const string Category = "CacheKey";

    public static readonly DiagnosticDescriptor NotReadonlyPartialRecordStruct = Error(
        "CGK001", "A key is a readonly partial record struct", "The cache key '{0}' must be a readonly partial record struct that is not file-local; declare it as 'readonly partial record struct {0}'");

    public static readonly DiagnosticDescriptor ContainerNotPartial = Error(
        "CGK002", "The types around a key are partial", "The type '{0}' around the cache key '{1}' must be partial; add 'partial' or move the key out of it");

    public static readonly DiagnosticDescriptor Generic = Error(
        "CGK003", "A key is not generic", "The cache key '{0}' must not have type parameters, nor the types around it: each key type has one template and one region");

    public static readonly DiagnosticDescriptor TemplateMalformed = Error(
        "CGK004", "The template is malformed", "The key template '{0}' is not valid: {1}");

    public static readonly DiagnosticDescriptor TooManySegments = Error(
        "CGK005", "The template has more than 8 segments", "The key template '{0}' is not valid: {1}");

    public static readonly DiagnosticDescriptor FirstSegmentNotLiteral = Error(
        "CGK006", "The template does not begin with a literal", "The key template '{0}' is not valid: {1}");

    public static readonly DiagnosticDescriptor LiteralCharacter = Error(
        "CGK007", "A literal has a reserved character", "The key template '{0}' is not valid: {1}");

    public static readonly DiagnosticDescriptor UnknownPlaceholder = Error(
        "CGK008", "A placeholder names no property", "The placeholder '{{{0}}}' names no property of '{1}' that holds a value; names are case-sensitive");

    public static readonly DiagnosticDescriptor DuplicatePlaceholder = Error(
        "CGK009", "A placeholder occurs twice", "The key template '{0}' is not valid: {1}");

    public static readonly DiagnosticDescriptor StateNotInTemplate = Error(
        "CGK010", "A property or field is not in the template", "'{0}' of the cache key '{1}' is not in the template, so keys that differ only there would share an entry; add '{{{0}}}' or remove it");

    public static readonly DiagnosticDescriptor UnsupportedType = Error(
        "CGK011",
        "The type of a property has no round-trip text",
        "The property '{0}' has the type '{1}'; a key holds strings, bool, enums and types that implement IFormattable and ISpanParsable of themselves");

    public static readonly DiagnosticDescriptor NotSettable = Error(
        "CGK012", "A property cannot be set when a key is read", "The property '{0}' cannot be set when a key is read; make it a parameter of the record or give it an init accessor");

    public static readonly DiagnosticDescriptor MemberIsGenerated = Error(
        "CGK013", "A member has the name of a generated one", "The cache key '{0}' declares '{1}', which is generated; remove or rename it");

    public static DiagnosticDescriptor For(TemplateFault fault) => fault switch
    {
        TemplateFault.TooManySegments => TooManySegments,
        TemplateFault.FirstSegmentNotLiteral => FirstSegmentNotLiteral,
        TemplateFault.LiteralCharacter => LiteralCharacter,
        TemplateFault.DuplicatePlaceholder => DuplicatePlaceholder,
        _ => TemplateMalformed,
    };

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, Category, DiagnosticSeverity.Error, isEnabledByDefault: true);
}
