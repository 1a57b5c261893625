using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CodeGen.Runtime.Caching.Generators;

/// <summary>Matches the state of a key type with its template: each must name all of the other.</summary>
internal static class KeyProperties
{
    public static List<KeyValuePair<IPropertySymbol, PropertyModel>> Read(
        INamedTypeSymbol type, List<SegmentModel> segments, LocationInfo? templateLocation, List<DiagnosticInfo> diagnostics)
    {
        // What a record compares is its instance fields; a computed property has none and is nobody's business.
        List<IFieldSymbol> state = [.. type.GetMembers().OfType<IFieldSymbol>().Where(static f => !f.IsStatic && !f.IsConst)];
        Dictionary<string, IPropertySymbol> stored = state.Select(static f => f.AssociatedSymbol).OfType<IPropertySymbol>().ToDictionary(static p => p.Name);
        var named = new HashSet<string>(segments.Where(static s => s.IsPlaceholder).Select(static s => s.Text));
        foreach (IFieldSymbol field in state)
        {
            ISymbol owner = field.AssociatedSymbol ?? field;
            if (owner is not IPropertySymbol || !named.Contains(owner.Name))
            {
                diagnostics.Add(DiagnosticInfo.Create(KeyDiagnostics.StateNotInTemplate, LocationInfo.From(owner), owner.Name, type.Name));
            }
        }

        string[] parameters = PrimaryParameters(type);
        var properties = new List<KeyValuePair<IPropertySymbol, PropertyModel>>();
        var parameterNames = new HashSet<string>();
        foreach (SegmentModel segment in segments.Where(static s => s.IsPlaceholder))
        {
            if (stored.TryGetValue(segment.Text, out IPropertySymbol? property))
            {
                properties.Add(new(property, Read(property, parameters, parameterNames, diagnostics)));
            }
            else
            {
                diagnostics.Add(DiagnosticInfo.Create(KeyDiagnostics.UnknownPlaceholder, templateLocation, segment.Text, type.Name));
            }
        }

        foreach (string parameter in parameters.Where(p => !stored.ContainsKey(p)))
        {
            diagnostics.Add(DiagnosticInfo.Create(KeyDiagnostics.StateNotInTemplate, LocationInfo.From(type), parameter, type.Name));
        }

        return properties;
    }

    private static PropertyModel Read(IPropertySymbol property, string[] parameters, HashSet<string> parameterNames, List<DiagnosticInfo> diagnostics)
    {
        ITypeSymbol type = PropertyTypes.WithoutNull(property.Type);
        PropertyKind kind = PropertyTypes.KindOf(type);
        if (kind == PropertyKind.Unsupported)
        {
            diagnostics.Add(DiagnosticInfo.Create(KeyDiagnostics.UnsupportedType, LocationInfo.From(property), property.Name, property.Type.ToDisplayString()));
        }

        int index = System.Array.IndexOf(parameters, property.Name);
        if (index < 0 && property.SetMethod is null)
        {
            diagnostics.Add(DiagnosticInfo.Create(KeyDiagnostics.NotSettable, LocationInfo.From(property), property.Name));
        }

        string parameterName = Names.ToParameter(property.Name);
        if (!parameterNames.Add(parameterName))
        {
            // Id beside ID: names that differ only in case keep their own spelling.
            parameterName = property.Name;
            parameterNames.Add(parameterName);
        }

        return new PropertyModel(
            property.Name,
            type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            !property.Type.IsValueType || !SymbolEqualityComparer.Default.Equals(type, property.Type),
            type.IsValueType,
            kind,
            PropertyTypes.HashOf(type),
            type.SpecialType == SpecialType.System_DateTime,
            index,
            parameterName);
    }

    private static string[] PrimaryParameters(INamedTypeSymbol type) =>
        [.. type.DeclaringSyntaxReferences
            .Select(static reference => reference.GetSyntax())
            .OfType<RecordDeclarationSyntax>()
            .Select(static declaration => declaration.ParameterList)
            .Where(static list => list is not null)
            .SelectMany(static list => list!.Parameters)
            .Select(static parameter => parameter.Identifier.ValueText)];
}
