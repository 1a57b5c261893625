namespace CodeGen.Runtime.Caching;

/// <summary>What is wrong with a key template.</summary>
internal enum TemplateFault
{
    None,
    Syntax,
    TooManySegments,
    FirstSegmentNotLiteral,
    LiteralCharacter,
    DuplicatePlaceholder,
}
