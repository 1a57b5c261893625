namespace CodeGen.Runtime.Caching;

/// <summary>What a record of a key says about what its writer does to the data.</summary>
internal static class LogOperation
{
    public const byte Invalidate = 0;
    public const byte Remove = 1;

    /// <summary>A value is coming whose stamp is the record's sequence.</summary>
    public const byte Set = 2;
}
