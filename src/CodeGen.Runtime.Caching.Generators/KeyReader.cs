using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CodeGen.Runtime.Caching.Generators;

/// <summary>Reads a declaration into a model, or into diagnostics.</summary>
internal static class KeyReader
{
    private static readonly string[] s_generatedMembers = ["Equals", "GetHashCode", "ToString", "ToKeyText", "WriteKeyText", "TryParse", "Template", "Scope"];

    public static KeyResult Read(GeneratorAttributeSyntaxContext context, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        var type = (INamedTypeSymbol)context.TargetSymbol;
        var diagnostics = new List<DiagnosticInfo>();
        CheckDeclaration(type, diagnostics);
        if (diagnostics.Count > 0)
        {
            // Nothing that follows makes sense for another kind of type.
            return Failed(diagnostics);
        }

        AttributeData attribute = context.Attributes[0];
        LocationInfo? attributeLocation = LocationInfo.From(TemplateLocation(attribute, token));
        string template = attribute.ConstructorArguments.FirstOrDefault().Value as string ?? string.Empty;
        var parts = new List<KeyValuePair<string, bool>>();
        TemplateFault fault = TemplateSyntax.Read(template, parts, out string problem);
        if (fault != TemplateFault.None)
        {
            diagnostics.Add(DiagnosticInfo.Create(KeyDiagnostics.For(fault), attributeLocation, template, problem));
            return Failed(diagnostics);
        }

        var segments = parts.ConvertAll(static part => new SegmentModel(part.Key, part.Value));
        var properties = KeyProperties.Read(type, segments, attributeLocation, diagnostics);
        return diagnostics.Count > 0 ? Failed(diagnostics) : new KeyResult(CreateModel(type, template, segments, properties), default);
    }

    private static KeyResult Failed(List<DiagnosticInfo> diagnostics) => new(null, new EquatableArray<DiagnosticInfo>(diagnostics));

    private static void CheckDeclaration(INamedTypeSymbol type, List<DiagnosticInfo> diagnostics)
    {
        LocationInfo? location = LocationInfo.From(type);
        if (!type.IsRecord || !type.IsValueType || !type.IsReadOnly || type.IsFileLocal || !IsPartial(type))
        {
            diagnostics.Add(DiagnosticInfo.Create(KeyDiagnostics.NotReadonlyPartialRecordStruct, location, type.Name));
        }

        bool generic = type.IsGenericType;
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            generic |= outer.IsGenericType;
            if (!IsPartial(outer))
            {
                diagnostics.Add(DiagnosticInfo.Create(KeyDiagnostics.ContainerNotPartial, LocationInfo.From(outer), outer.Name, type.Name));
            }
        }

        if (generic)
        {
            diagnostics.Add(DiagnosticInfo.Create(KeyDiagnostics.Generic, location, type.Name));
        }

        foreach (ISymbol member in type.GetMembers())
        {
            if (!member.IsImplicitlyDeclared && s_generatedMembers.Contains(member.Name))
            {
                diagnostics.Add(DiagnosticInfo.Create(KeyDiagnostics.MemberIsGenerated, LocationInfo.From(member), type.Name, member.Name));
            }
        }
    }

    private static bool IsPartial(INamedTypeSymbol type) => type.DeclaringSyntaxReferences.All(static reference =>
        reference.GetSyntax() is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(static m => m.Text == "partial"));

    private static Location? TemplateLocation(AttributeData attribute, CancellationToken token)
    {
        var syntax = attribute.ApplicationSyntaxReference?.GetSyntax(token) as AttributeSyntax;
        return (syntax?.ArgumentList?.Arguments.FirstOrDefault() ?? (SyntaxNode?)syntax)?.GetLocation();
    }

    private static KeyModel CreateModel(INamedTypeSymbol type, string template, List<SegmentModel> segments, List<KeyValuePair<IPropertySymbol, PropertyModel>> properties)
    {
        var containers = new List<string>();
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            containers.Insert(0, $"partial {Keyword(outer)} {Names.Escape(outer.Name)}");
        }

        string space = type.ContainingNamespace.IsGlobalNamespace
            ? string.Empty
            : type.ContainingNamespace.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted));

        string fullName = type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat).Replace("@", string.Empty);

        // The compiler compares file names without case, but Key and key are two types.
        string file = $"{fullName}.{StableHash(fullName):x8}.g.cs";
        Accessibility least = properties.Count == 0 ? Accessibility.Public : properties.Min(static p => p.Key.DeclaredAccessibility);
        return new KeyModel(
            space,
            new EquatableArray<string>(containers),
            type.Name,
            file,
            template,
            new EquatableArray<SegmentModel>(segments),
            new EquatableArray<PropertyModel>(properties.Select(static p => p.Value)),
            least switch { Accessibility.Public => "public", Accessibility.Internal => "internal", _ => "private" });
    }

    // FNV-1a; string.GetHashCode would name the file differently in each build.
    private static uint StableHash(string text) => text.Aggregate(2166136261u, static (hash, c) => unchecked((hash ^ c) * 16777619u));

    private static string Keyword(INamedTypeSymbol type) => type.TypeKind switch
    {
        TypeKind.Interface => "interface",
        TypeKind.Struct => type.IsRecord ? "record struct" : "struct",
        _ => type.IsRecord ? "record" : "class",
    };
}
