namespace CodeGen.Runtime.Caching.Tests.Protocol;

/// <summary>The few keys of the model, and by plain enumeration which of them each invalidation concerns.</summary>
internal static class ModelKeys
{
    public const int Count = 4;

    /// <summary>The first three are typed, the last is a plain string.</summary>
    public static readonly ProtocolKey[] Typed = [new("x", "1"), new("x", "2"), new("y", "1")];

    public const string Plain = "b:x:1";

    /// <summary>Tags given with the call.</summary>
    public static readonly string[][] EarlyTags = [["t1"], [], [], ["t1"]];

    /// <summary>Tags that a factory names when it is nearly done.</summary>
    public static readonly string[][] LateTags = [[], ["t2"], ["t2"], ["t2"]];

    public static readonly (CacheScope Scope, int[] Keys)[] Scopes =
    [
        (CacheScope.Prefix("a:x"), [0, 1]),
        (ProtocolKey.Scope(f: "1"), [0, 2]),
        (CacheScope.Tag("t1"), [0, 3]),
        (CacheScope.Tag("t2"), [1, 2, 3]),
        (CacheScope.Pattern(CachePattern.Parse("a:?:2")), [1]),
        (CacheScope.Pattern(CachePattern.Parse("*:x:1")), [0, 3]),
        (CacheScope.Pattern(CachePattern.Parse("?:y:*")), [2]),
        (CacheScope.Region("a"), [0, 1, 2]),
        (CacheScope.Region(TieredCache.DefaultRegionName), [3]),
        (CacheScope.All, [0, 1, 2, 3]),
    ];

    private static readonly Dictionary<string, int[]> s_byMember = Scopes.ToDictionary(static s => s.Scope.ToMember(), static s => s.Keys);

    public static string Member(int key) => key < Typed.Length ? EntryMember.Of("a", Typed[key].ToKeyText()) : EntryMember.Of(TieredCache.DefaultRegionName, Plain);

    /// <summary>Whether a member of the log concerns a key.</summary>
    public static bool Concerns(string member, int key) => s_byMember.TryGetValue(member, out int[]? keys) ? keys.Contains(key) : member == Member(key);
}
