namespace CodeGen.Runtime.Costs;

/// <summary>The database's cursor is not where this process left it: a transaction whose commit it was not told of went through. What the database says is where to go on.</summary>
internal sealed class CursorMovedException(long expected, long found)
    : Exception($"The cursor stands at {found} and was expected at {expected}; feeding goes on from there.");
