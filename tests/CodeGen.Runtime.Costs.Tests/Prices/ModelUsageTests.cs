using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Each token is of one kind; what cannot be true is refused by name.</summary>
public sealed class ModelUsageTests
{
    private const string Cards = """[{"when":{},"rates":{"input":"1","output":"1"}}]""";

    public static TheoryData<string, ModelUsage> Impossible => new()
    {
        { "InputTokens is -1*", new() { InputTokens = -1 } },
        { "OutputTokens is *it must be from 0 to*", new() { OutputTokens = long.MaxValue } },
        { "CacheReadTokens is -9223372036854775808*", new() { CacheReadTokens = long.MinValue } },
        { "CacheReadTokens come to 11, more than the 10 of InputTokens*", new() { InputTokens = 10, CacheReadTokens = 11 } },
        { "CacheWrite1hTokens come to 2, more than the 1 of CacheWriteTokens*", new() { InputTokens = 10, CacheWriteTokens = 1, CacheWrite1hTokens = 2 } },
        { "AudioCacheReadTokens come to 2, more than the 1 of AudioInputTokens*", new() { InputTokens = 10, CacheReadTokens = 5, AudioInputTokens = 1, AudioCacheReadTokens = 2 } },
        { "ImageCacheReadTokens come to 2, more than the 1 of ImageInputTokens*", new() { InputTokens = 10, CacheReadTokens = 5, ImageInputTokens = 1, ImageCacheReadTokens = 2 } },
        { "AudioCacheReadTokens and ImageCacheReadTokens come to 4, more than the 3 of CacheReadTokens*", new() { InputTokens = 10, CacheReadTokens = 3, AudioInputTokens = 2, ImageInputTokens = 2, AudioCacheReadTokens = 2, ImageCacheReadTokens = 2 } },
        { "CacheReadTokens and CacheWriteTokens come to 12, more than the 10 of InputTokens*", new() { InputTokens = 10, CacheReadTokens = 6, CacheWriteTokens = 6 } },
        { "Cached text, AudioInputTokens*come to 11, more than the 10 of InputTokens*", new() { InputTokens = 10, CacheReadTokens = 6, AudioInputTokens = 5 } },
        { "ReasoningTokens come to 2, more than the 1 of OutputTokens*", new() { OutputTokens = 1, ReasoningTokens = 2 } },
        { "ReasoningTokens, AudioOutputTokens*come to 2, more than the 1 of OutputTokens*", new() { OutputTokens = 1, ReasoningTokens = 1, CitationTokens = 1 } },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Validate_CannotBeTrue_NamesTheValue(string message, ModelUsage usage) =>
        FluentActions.Invoking(() => usage.Validate()).Should().Throw<ImpossibleUsageException>().WithMessage(message);

    [Fact]
    public void Price_AnyUsage_EachTokenInOneBucket()
    {
        PriceBook book = Lists.Book(Cards);
        UsageGen.Buckets.Sample(buckets =>
        {
            ModelUsage usage = UsageGen.Of(buckets);
            PricedUsage priced = book.Price(new("m"), usage);
            Enum.GetValues<TokenKind>().Sum(kind => priced.Quantity(kind)).Should().Be(usage.InputTokens + usage.OutputTokens);
            Enum.GetValues<TokenKind>().Select(kind => priced.Quantity(kind)).Should().Equal(buckets);
        });
    }

    [Fact]
    public void Validate_AnyCounts_EitherFitsOrIsRefused() => Gen.Long[-3, 12].Array[15].Sample(static counts =>
    {
        ModelUsage usage = new()
        {
            InputTokens = counts[0], CacheReadTokens = counts[1], CacheWriteTokens = counts[2], CacheWrite1hTokens = counts[3], AudioInputTokens = counts[4], AudioCacheReadTokens = counts[5],
            ImageInputTokens = counts[6], ImageCacheReadTokens = counts[7], VideoInputTokens = counts[8], OutputTokens = counts[9], ReasoningTokens = counts[10], AudioOutputTokens = counts[11],
            ImageOutputTokens = counts[12], VideoOutputTokens = counts[13], CitationTokens = counts[14],
        };
        try
        {
            usage.Validate();
            counts.Should().OnlyContain(static count => count >= 0);
        }
        catch (ImpossibleUsageException e)
        {
            e.Message.Should().NotBeNullOrEmpty();
        }
    });
}
