using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Coordination.Tests;

/// <summary>The record's body, and what else may come along on the channel.</summary>
public sealed class LogRecordTests
{
    private static readonly Gen<string> s_text = Gen.OneOf(Gen.Char['\0', '\uD7FF'].Select(static c => c.ToString()), Gen.Int[0x10000, 0x10FFFF].Select(char.ConvertFromUtf32)).Array[1, 20].Select(string.Concat);
    private static readonly Gen<LogRecord> s_record = Gen.Select(s_text.Array[1, LogRecord.MaxMembers], Gen.Byte, Gen.Byte.Array[0, 100], Gen.ULong)
        .Select(static t => new LogRecord(t.Item1, t.Item2, t.Item3, t.Item4));

    [Fact]
    public void Body_AnyRecord_ComesBack() => s_record.Sample(static record =>
    {
        LogRecord back = LogRecord.TryDecodeBody(record.EncodeBody(record.Origin))!;
        return back.Members.SequenceEqual(record.Members) && back.Operation == record.Operation && back.Origin == record.Origin && back.Inline.Span.SequenceEqual(record.Inline.Span);
    });

    [Fact]
    public void Body_CutShort_GivesNothingOrARecordWithLessInline() => Gen.Select(s_record, Gen.Double[0, 1]).Sample(static (record, part) =>
    {
        byte[] body = record.EncodeBody(record.Origin);
        LogRecord? back = LogRecord.TryDecodeBody(body.AsMemory(0, (int)(part * (body.Length - 1))));
        return back is null || (back.Members.SequenceEqual(record.Members) && back.Inline.Length < record.Inline.Length);
    });

    [Fact]
    public void Body_Flipped_NeverThrowsAndStaysInBounds() => Gen.Select(s_record, Gen.Int[0, 1_000_000], Gen.Byte).Sample(static (record, at, value) =>
    {
        byte[] body = record.EncodeBody(record.Origin);
        body[at % body.Length] = value;
        return InBounds(LogRecord.TryDecodeBody(body));
    });

    [Fact]
    public void Body_AnyBytes_NeverThrowsAndStaysInBounds() => Gen.Byte.Array[0, 200].Sample(static bytes => InBounds(LogRecord.TryDecodeBody(bytes)));

    [Theory]
    [InlineData(0)]
    [InlineData(LogRecord.MaxMembers + 1)]
    public void Constructor_NumberOfMembersOutOfRange_Throws(int members)
    {
        Action make = () => _ = new LogRecord([.. Enumerable.Range(0, members).Select(static i => $"s{i}:")]);

        make.Should().Throw<ArgumentException>().WithMessage($"*{members}*");
    }

    private static bool InBounds(LogRecord? record) => record is null || (record.Members.Count is > 0 and <= LogRecord.MaxMembers && record.Members.All(static m => m.Length > 0));
}
