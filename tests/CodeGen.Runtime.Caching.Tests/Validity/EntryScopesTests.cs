using CodeGen.Runtime.Coordination;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Validity;

/// <summary>Judging looks members up as parts of the key's text instead of making them: a difference to what is made would be a missed invalidation.</summary>
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
    public void JudgeScopes_OfAKey_FindsEveryMemberThatItHasAndNoOther() =>
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
                CacheMissReason expected = Array.IndexOf(mine, member) >= 0 ? CacheMissReason.InvalidatedScope
                    : member == Region.RegionMember ? CacheMissReason.InvalidatedRegion
                    : CacheMissReason.None;
                CacheMissReason got = table.JudgeScopes(entry.Subject);
                if (got != expected)
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
        Region = new RegionSettings(Region.Name, new RegionOptions(), new TieredCacheOptions(), template),
        Value = text,
        Stamp = new LogPosition(7, 5),
        CheckedTo = 5,
        Tags = [],
        Cost = 0,
        ExpiresAt = long.MaxValue,
        LocalExpiresAt = long.MaxValue,
        Size = 1,
        Stripe = 0,
    };
}
