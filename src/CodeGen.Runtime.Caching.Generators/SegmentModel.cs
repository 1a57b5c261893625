namespace CodeGen.Runtime.Caching.Generators;

/// <summary>A segment of the template.</summary>
/// <param name="Text">The literal, or the name of a property.</param>
/// <param name="IsPlaceholder">Whether it names a property.</param>
internal sealed record SegmentModel(string Text, bool IsPlaceholder);
