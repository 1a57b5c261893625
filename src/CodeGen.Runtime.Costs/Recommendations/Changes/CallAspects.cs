namespace CodeGen.Runtime.Costs;

/// <summary>In which respects a change alters requests. Two that alter one request in the same respect cannot both be done.</summary>
[Flags]
internal enum CallAspects
{
    None = 0,
    Model = 1,
    Tier = 2,
    Geo = 4,
    Prefix = 8,
}
