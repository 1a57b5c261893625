using System.Net;

namespace CodeGen.Runtime.Caching.Tests.Keys;

[CacheKey("code_gen:{Project}:{File}:{RequirementHash}")]
public readonly partial record struct GenerationKey(string? Project, string? File, string? RequirementHash);

[CacheKey("shape:fixed:{A}:between:{B}:{C}:{D}:end")]
public readonly partial record struct GappedKey(string? A, string? B, string? C, string? D);

[CacheKey("reordered:{Second}:{First}:{Third}")]
internal readonly partial record struct ReorderedKey(string First, int Second)
{
    public required string Third { get; init; }

    public string Shown => First + Third;
}

public enum Flavour
{
    Plain = 1,
    Salted = 2,
}

[Flags]
public enum Parts : ulong
{
    None = 0,
    Head = 1,
    Tail = 1UL << 63,
}

[CacheKey("values:{Number}:{Flag}:{Kind}:{Id}:{Price}:{Ratio}:{Letter}")]
public readonly partial record struct ValuesKey(long Number, bool Flag, Flavour Kind, Guid Id, decimal Price, double Ratio, char Letter);

[CacheKey("usual:{Name}:{Number}:{Kind}:{Id}")]
public readonly partial record struct UsualKey(string Name, int Number, Flavour Kind, Guid Id);

[CacheKey("nullable:{Number}:{Flag}:{Kind}:{Id}:{Text}:{Parts}:{Address}")]
public readonly partial record struct NullableKey(int? Number, bool? Flag, Flavour? Kind, Guid? Id, string? Text, Parts? Parts, IPAddress? Address);

[CacheKey("times:{Local}:{Stamp}:{Day}:{Hour}:{Length}:{Maybe}")]
public readonly partial record struct TimesKey(DateTime Local, DateTimeOffset Stamp, DateOnly Day, TimeOnly Hour, TimeSpan Length, DateTime? Maybe);

[CacheKey("settings")]
public readonly partial record struct LiteralKey;

[CacheKey("class:{class}:{value}")]
public readonly partial record struct @struct(string @class, int value);

public static partial class Outer
{
    public partial record struct Middle
    {
        [CacheKey("nested:{Id}:{ID}")]
        internal readonly partial record struct Nested(int Id, int ID);
    }
}
