namespace CodeGen.Runtime.Costs;

/// <summary>What a record says about itself; kept on disk.</summary>
[Flags]
internal enum RecordFlags : byte
{
    None = 0,

    /// <summary>Its id came from a caller who may call again: the index remembers it.</summary>
    Once = 1,

    /// <summary>Its id's time was outside the window of remembrance when it was taken: whether it was there before is not known.</summary>
    Unremembered = 2,
}
