using CodeGen.Runtime.Coordination;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Validity;

/// <summary>The way of hits, which makes no members, judges as the way that makes them: a difference would be a missed invalidation.</summary>
public sealed class EntryScopesTests
{
    private static readonly RegionSettings Region = new("wide", new RegionOptions(), new TieredCacheOptions());

    private static readonly Gen<string> Value = Gen.OneOf(
        Gen.OneOfConst("", "a", "b", "*", ":", "a:b", "ä", "%", "\\", "::", new string('v', 300)),
        Gen.String[Gen.Char.AlphaNumeric, 0, 12]);

    private static readonly Gen<(string Text, CacheKeyTemplate? Template)> Key = Gen.OneOf(
        Gen.Select(Value, Value, Value, Value, (a, b, c, d) => (new WideKey(a, b, c, d).ToKeyText(), (CacheKeyTemplate?)Template<WideKey>())),
        Gen.Select(Value.Where(static v => v.Length > 0), Value, (a, b) => ($"{a}:{b}", (CacheKeyTemplate?)null)),
        Gen.OneOfConst("a", ":", "::::::::::::", "a:b:c:d:e:f:g:h:i:j", "::a").Select(static t => (t, (CacheKeyTemplate?)null)));

    [Fact]
    public void JudgeScopes_OfAnEntry_IsThatOfItsSubject() =>
        Gen.Select(Key, Key, Gen.Int[0, 100]).Sample((own, other, pick) =>
        {
            string[] mine = KeyScopes.ForKey(own.Text, own.Template);
            string[] theirs = KeyScopes.ForKey(other.Text, other.Template);
            LocalEntry entry = Entry(own.Text, own.Template);
            foreach (string member in mine.Append(Region.RegionMember).Append(theirs[pick % theirs.Length]))
            {
                var table = new ValidityTable(100, 100);
                table.SetHorizon(new LogHorizon(7, 0, 0));
                table.Raise(member, 10);
                CacheMissReason expected = table.JudgeScopes(entry.Subject);
                CacheMissReason got = table.JudgeScopes(entry);
                if (got != expected || (Array.IndexOf(mine, member) >= 0 && got != CacheMissReason.InvalidatedScope))
                {
                    throw new InvalidOperationException($"'{member}' on '{own.Text}': {got}, {expected}");
                }
            }
        });

    private static CacheKeyTemplate Template<TKey>()
        where TKey : struct, ICacheKey<TKey> => TKey.Template;

    private static LocalEntry Entry(string text, CacheKeyTemplate? template) => new()
    {
        KeyText = text,
        Region = Region,
        Template = template,
        Value = text,
        Stamp = new LogPosition(7, 5),
        FilledAt = 5,
        Tags = [],
        Cost = 0,
        ExpiresAt = long.MaxValue,
        LocalExpiresAt = long.MaxValue,
        Size = 1,
        GraceUntil = 0,
        Stripe = 0,
    };
}
