using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests;

/// <summary>Brings a <see cref="Doom"/> upon the sample entry.</summary>
internal static class Dooms
{
    public const string Tag = "model:m";
    public const string SetValue = "set";

    public static TheoryData<ServerKind, Doom> OnAllKinds => Cross(Enum.GetValues<Doom>());

    public static TheoryData<ServerKind, Doom> Cross(params Doom[] dooms)
    {
        var data = new TheoryData<ServerKind, Doom>();
        foreach (ServerKind kind in Enum.GetValues<ServerKind>())
        {
            foreach (Doom doom in dooms)
            {
                data.Add(kind, doom);
            }
        }

        return data;
    }

    /// <summary>Makes the entry of <see cref="GenerationKey.Sample"/> invalid, which carries <see cref="Tag"/>.</summary>
    public static ValueTask BringAsync(this HookedNode node, Doom doom)
    {
        CacheRegion<GenerationKey, string> region = node.Generations();
        GenerationKey key = GenerationKey.Sample;
        return doom switch
        {
            Doom.Remove => region.RemoveAsync(key),
            Doom.Set => region.SetAsync(key, SetValue),
            Doom.Prefix => region.InvalidateAsync(GenerationKey.Scope(project: key.Project)),
            Doom.Dimension => region.InvalidateAsync(GenerationKey.Scope(file: key.File)),
            Doom.Tag => node.Cache.InvalidateTagAsync(Tag),
            Doom.Region => region.InvalidateAllAsync(),
            Doom.Pattern => node.Cache.InvalidateAsync(CachePattern.Parse("code_gen:*:a*s:h?")),
            Doom.Clear => node.Cache.ClearAsync(),
            _ => throw new ArgumentOutOfRangeException(nameof(doom), doom, "Not a doom."),
        };
    }
}
