using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests;

/// <summary>What the fault tests do with one document: hold it, make it again, invalidate it in every way.</summary>
internal static class Documents
{
    /// <summary>The tag of every document.</summary>
    public const string Tag = "model:m";

    /// <summary>The document of most tests.</summary>
    public static readonly DocumentKey Key = new("p", "a.cs", "1");

    private static readonly CacheEntryOptions Tagged = new() { Tags = [Tag] };

    /// <summary>Each way to invalidate, as the data of a theory.</summary>
    public static TheoryData<InvalidationKind> Invalidations => [.. Enum.GetValues<InvalidationKind>()];

    /// <summary>The servers that a proxy can stand before; the members of a cluster tell clients their own addresses.</summary>
    public static TheoryData<ServerKind> SingleServers => [ServerKind.Embedded, ServerKind.Redis];

    /// <summary>Each way to invalidate on each kind of server.</summary>
    public static TheoryData<ServerKind, InvalidationKind> InvalidationsOnAllKinds => Cross(Enum.GetValues<ServerKind>());

    /// <summary>Each way to invalidate on each server that a proxy can stand before.</summary>
    public static TheoryData<ServerKind, InvalidationKind> InvalidationsOnSingleServers => Cross(ServerKind.Embedded, ServerKind.Redis);

    /// <summary>The region of documents on a node.</summary>
    public static CacheRegion<DocumentKey, string> Of(TestNode node, Action<RegionOptions>? configure = null) =>
        node.Cache.Region<DocumentKey, string>(configure);

    /// <summary>Gets the document, or makes it as <paramref name="value"/>.</summary>
    public static async Task<string> MakeAsync(this CacheRegion<DocumentKey, string> documents, string value, DocumentKey? key = null) =>
        await documents.GetOrCreateAsync(key ?? Key, (_, _, _) => ValueTask.FromResult(value), Tagged);

    /// <summary>The document as the node would serve it, or <see langword="null"/>.</summary>
    public static async Task<string?> LookAsync(this CacheRegion<DocumentKey, string> documents, DocumentKey? key = null)
    {
        CacheResult<string> result = await documents.TryGetAsync(key ?? Key);
        return result.HasValue ? result.Value : null;
    }

    /// <summary>Makes the document invalid.</summary>
    public static ValueTask InvalidateAsync(this CacheRegion<DocumentKey, string> documents, ITieredCache cache, InvalidationKind kind) => kind switch
    {
        InvalidationKind.Remove => documents.RemoveAsync(Key),
        InvalidationKind.Set => documents.SetAsync(Key, "set"),
        InvalidationKind.Prefix => documents.InvalidateAsync(DocumentKey.Scope(project: Key.Project)),
        InvalidationKind.Dimension => documents.InvalidateAsync(DocumentKey.Scope(file: Key.File)),
        InvalidationKind.Tag => cache.InvalidateTagAsync(Tag),
        InvalidationKind.Pattern => cache.InvalidateAsync(CachePattern.Parse("doc:*:a.c?:*")),
        InvalidationKind.Region => documents.InvalidateAllAsync(),
        InvalidationKind.Clear => cache.ClearAsync(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a way to invalidate."),
    };

    private static TheoryData<ServerKind, InvalidationKind> Cross(params ServerKind[] servers)
    {
        var data = new TheoryData<ServerKind, InvalidationKind>();
        foreach (ServerKind server in servers)
        {
            foreach (InvalidationKind kind in Enum.GetValues<InvalidationKind>())
            {
                data.Add(server, kind);
            }
        }

        return data;
    }
}
