namespace CodeGen.Runtime.Caching;

/// <summary>
/// Marks a <c>readonly partial record struct</c> as a cache key and gives its template, such as
/// <c>code_gen:{Project}:{File}:{RequirementHash}</c>; the source generator then implements <see cref="ICacheKey{TSelf}"/> for it.
/// </summary>
/// <param name="template">Segments separated by <c>:</c>, at most 8; each segment is a literal or one placeholder that names a property of the key.</param>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class CacheKeyAttribute(string template) : Attribute
{
    /// <summary>The template as written.</summary>
    public string Template { get; } = template;
}
