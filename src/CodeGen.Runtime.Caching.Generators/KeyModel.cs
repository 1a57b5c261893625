namespace CodeGen.Runtime.Caching.Generators;

/// <summary>All that the source of a key type is made from: names and values, nothing of the compilation.</summary>
/// <param name="Namespace">The namespace, or empty for the global one.</param>
/// <param name="Containers">The declarations of the types around it, outermost first, such as <c>partial class Outer</c>.</param>
/// <param name="Name">The type's name without @.</param>
/// <param name="FileName">The name of the generated file.</param>
/// <param name="Template">The template as written.</param>
/// <param name="Segments">The template's segments.</param>
/// <param name="Properties">The properties in the order of the template.</param>
/// <param name="ScopeAccessibility">The accessibility of Scope: that of the least accessible property, whose type may be no more accessible.</param>
internal sealed record KeyModel(
    string Namespace,
    EquatableArray<string> Containers,
    string Name,
    string FileName,
    string Template,
    EquatableArray<SegmentModel> Segments,
    EquatableArray<PropertyModel> Properties,
    string ScopeAccessibility);
