using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace CodeGen.Runtime.Caching;

/// <summary>Whether the callers of one process may have the same instance: only where nothing of it can change. All others get a copy each.</summary>
internal static class SharedInstances<T>
{
    public static readonly bool Allowed = typeof(T) == typeof(string)
        || !RuntimeHelpers.IsReferenceOrContainsReferences<T>()
        || (typeof(T).IsSealed && typeof(T).GetCustomAttribute<ImmutableObjectAttribute>() is { Immutable: true });
}
