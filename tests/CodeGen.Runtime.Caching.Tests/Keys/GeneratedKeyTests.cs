using System.Net;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Keys;

public class GeneratedKeyTests
{
    private static readonly Gen<GenerationKey> s_key = Gen.Select(KeyGens.Value, KeyGens.Value, KeyGens.Value, static (a, b, c) => new GenerationKey(a, b, c));

    [Fact]
    public void ToKeyText_PlainValues_FillsTheTemplate()
    {
        var key = new GenerationKey("p42", "a.cs", "9f3");

        key.ToKeyText().Should().Be("code_gen:p42:a.cs:9f3");
        key.ToString().Should().Be(key.ToKeyText());
        GenerationKey.Template.Root.Should().Be("code_gen");
    }

    [Fact]
    public void ToKeyText_AnyStrings_ReadsBack() => s_key.Sample(static key => RoundTrips(key));

    [Fact]
    public void ToKeyText_TwoKeys_AgreesWithEquality()
    {
        Gen<GenerationKey> small = Gen.Select(KeyGens.Small, KeyGens.Small, KeyGens.Small, static (a, b, c) => new GenerationKey(a, b, c));
        Gen.Select(small, small).Sample(static (a, b) => (a.ToKeyText() == b.ToKeyText()) == (a == b) && (a != b || a.GetHashCode() == b.GetHashCode()));
    }

    [Fact]
    public void ToKeyText_Values_ReadsBack() => Gen.Select(Gen.Long, Gen.Bool, Gen.Guid, Gen.Decimal, Gen.Double, Gen.Char)
        .Sample(static (number, flag, id, price, ratio, letter) => RoundTrips(new ValuesKey(number, flag, (Flavour)(number % 4), id, price, ratio, letter)));

    [Fact]
    public void ToKeyText_Nullables_ReadsBack() => Gen.Select(Gen.Int, Gen.Int[0, 63], KeyGens.Value).Sample(static (number, given, text) => RoundTrips(new NullableKey(
        (given & 1) != 0 ? number : null,
        (given & 2) != 0 ? number > 0 : null,
        (given & 4) != 0 ? (Flavour)number : null,
        (given & 8) != 0 ? Guid.Empty : null,
        text,
        (given & 16) != 0 ? Parts.Head | Parts.Tail : null,
        (given & 32) != 0 ? IPAddress.IPv6Loopback : null)));

    [Fact]
    public void ToKeyText_Times_ReadsBack() => Gen.Select(Gen.DateTime, Gen.Enum<DateTimeKind>(), Gen.DateTimeOffset, Gen.TimeSpan, Gen.Bool)
        .Sample(static (time, kind, stamp, span, given) => RoundTrips(new TimesKey(
            DateTime.SpecifyKind(time, kind), stamp, DateOnly.FromDateTime(time), TimeOnly.FromDateTime(time), span, given ? time : null)));

    [Fact]
    public void Equals_TimesOfDifferentKinds_AreDifferentKeys()
    {
        DateTime noon = new(2024, 5, 1, 12, 0, 0, DateTimeKind.Utc);
        TimesKey key = new(noon, default, default, default, default, null);

        key.Equals(key with { Local = DateTime.SpecifyKind(noon, DateTimeKind.Unspecified) }).Should().BeFalse();
        key.Equals(key with { Local = noon.ToLocalTime() }).Should().BeTrue();
        (key with { Local = noon.ToLocalTime() }).GetHashCode().Should().Be(key.GetHashCode());
    }

    [Fact]
    public void ToKeyText_TypesOfEveryShape_ReadsBack()
    {
        RoundTrips(new ReorderedKey("first", 2) { Third = "third" }).Should().BeTrue();
        new ReorderedKey("first", 2) { Third = "third" }.ToKeyText().Should().Be("reordered:2:first:third");
        RoundTrips(default(LiteralKey)).Should().BeTrue();
        RoundTrips(new @struct("class", 1)).Should().BeTrue();
        RoundTrips(new Outer.Middle.Nested(1, 2)).Should().BeTrue();
        RoundTrips(default(GenerationKey)).Should().BeTrue();
        RoundTrips(default(ValuesKey)).Should().BeTrue();
        RoundTrips(default(TimesKey)).Should().BeTrue();
        Outer.Middle.Nested.Scope(id: 1, ID: 2).Text.Should().Be("nested:1:2:");
        @struct.Scope(@class: "x").Text.Should().Be("class:x:");
    }

    [Fact]
    public void ToKeyText_MegabyteOfHostileText_ReadsBack()
    {
        string hostile = string.Concat(Enumerable.Repeat("*:{}\0\\'); FLUSHALL;\r\n", 50_000));

        RoundTrips(new GenerationKey(hostile, "", null)).Should().BeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("code_gen")]
    [InlineData("code_gen:a:b")]
    [InlineData("code_gen:a:b:")]
    [InlineData("code_gen:a:b:c:")]
    [InlineData("code_gen:a:b:c:d")]
    [InlineData("CODE_GEN:a:b:c")]
    [InlineData("code_gen:a:*:c")]
    [InlineData("code_gen:a:%zz:c")]
    public void TryParse_OtherText_IsRefused(string text)
    {
        GenerationKey.TryParse(text, out GenerationKey key).Should().BeFalse();
        key.Should().Be(default(GenerationKey));
    }

    [Fact]
    public void TryParse_AnyText_ReadsOnlyWhatToKeyTextWrites() => Gen.Select(KeyGens.Text, KeyGens.Text, KeyGens.Text).Sample(static (a, b, c) =>
    {
        string text = $"code_gen:{a}:{b}:{c}";
        return !GenerationKey.TryParse(text, out GenerationKey key) || key.ToKeyText() == text;
    });

    [Fact]
    public void GetHashCode_ManyKeys_RarelyCollides()
    {
        var hashes = new HashSet<int>();
        for (int i = 0; i < 100_000; i++)
        {
            hashes.Add(new GenerationKey("p" + (i % 100), "f" + (i / 100), "hash").GetHashCode());
        }

        // A perfect 32-bit hash loses about 100,000² / 2³³ ≈ 1.2 of them.
        hashes.Count.Should().BeGreaterThan(99_950);
    }

    [Fact]
    public void GetHashCode_ValuesMovedBetweenProperties_Differ()
    {
        new GenerationKey("ab", "c", "").GetHashCode().Should().NotBe(new GenerationKey("a", "bc", "").GetHashCode());
        new GenerationKey("", null, "x").GetHashCode().Should().NotBe(new GenerationKey(null, "", "x").GetHashCode());
    }

    [Fact]
    public void GetHashCode_TextsOfAllLengths_Differ()
    {
        // Each length takes another way through the reads, and runs of one character make those overlap in equal words.
        var hashes = new HashSet<int>();
        for (int length = 0; length <= 70; length++)
        {
            string text = new('a', length);
            hashes.Add(new GenerationKey(text, "x", "y").GetHashCode());
            for (int i = 0; i < length; i++)
            {
                hashes.Add(new GenerationKey(text.Remove(i, 1).Insert(i, "b"), "x", "y").GetHashCode());
            }
        }

        // 2,556 texts: one in 1,300 runs has a pair that meets by chance, one in millions has two.
        hashes.Count.Should().BeGreaterThanOrEqualTo(2_555);
    }

    [Fact]
    public void GetHashCode_TypedKey_AllocatesNothing()
    {
        var key = new GenerationKey("p42", "src/deep/folder/a.cs", new string('f', 64));
        int sum = key.GetHashCode();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            sum ^= key.GetHashCode();
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0, "hash {0} is computed in place", sum);
    }

    [Fact]
    public void ToKeyText_TypedKey_AllocatesOnlyTheText()
    {
        var key = new ValuesKey(long.MinValue, true, Flavour.Plain, Guid.Empty, 1.50m, 0.1, 'x');
        int length = key.ToKeyText().Length;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            _ = key.ToKeyText();
        }

        // Object header, method table, length and terminator, rounded up to 8 bytes; debug builds box where the JIT would not.
        long text = (22 + (2 * length) + 7) / 8 * 8;
        long perCall = (GC.GetAllocatedBytesForCurrentThread() - before) / 1000;
        perCall.Should().BeGreaterThanOrEqualTo(text).And.BeLessThan(text + 1024);
    }

    private static bool RoundTrips<T>(T key)
        where T : struct, ICacheKey<T>
    {
        string text = key.ToKeyText();
        Span<char> small = stackalloc char[8];
        var writer = new CacheKeyWriter(small);
        key.WriteKeyText(ref writer);
        return writer.EqualsAndDispose(text) && T.TryParse(text, out T read) && read.Equals(key) && read.GetHashCode() == key.GetHashCode() && read.ToKeyText() == text
            && T.Template.Segments.Count == text.Split(':').Length;
    }
}
