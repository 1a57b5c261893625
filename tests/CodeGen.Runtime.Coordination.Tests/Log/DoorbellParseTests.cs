using System.Text;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Coordination.Tests;

/// <summary>Messages on the doorbell's channel, from the library and from anybody else.</summary>
public sealed class DoorbellParseTests
{
    private static readonly byte[] s_body = new LogRecord(["sx:"], 1).EncodeBody(5);

    private static readonly Gen<byte[]> s_nearly = Gen.OneOfConst("0", "ff", "0123456789abcdef", "0123456789abcdef0", "1", "-1", "9007199254740992", "99999999999999999999", "+", "x", "||", " ", "")
        .Array[0, 7].Select(static parts => (byte[])[.. Encoding.ASCII.GetBytes(string.Join('|', parts)), .. s_body]);

    [Fact]
    public void Parse_WhatTheScriptPublishes_GivesHeadAndRecord() =>
        Gen.Select(Gen.ULong, Gen.Long[0, 1L << 53], Gen.Long[0, 1L << 53], Gen.Long[0, 1L << 53], Gen.ULong).Sample((epoch, sequence, floor, shortFloor, previous) =>
        {
            Doorbell bell = RedisLogServer.Parse([.. Encoding.ASCII.GetBytes($"{epoch:x}|{sequence}|{floor}|{shortFloor}|{previous:x}|"), .. s_body]);
            return bell.Head == new LogHead(epoch, sequence, floor, shortFloor, previous) && bell.Record is { Operation: 1, Origin: 5 };
        });

    [Fact]
    public void Parse_AnyBytes_NeverThrows() => Gen.Byte.Array[0, 120].Sample(static bytes => _ = RedisLogServer.Parse(bytes));

    [Fact]
    public void Parse_NearlyAMessage_NeverThrows() => s_nearly.Sample(static bytes => _ = RedisLogServer.Parse(bytes));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("|")]
    [InlineData("ff|1|2|3")]
    [InlineData("ff|1|2|3|0")]
    [InlineData("xx|1|2|3|0|")]
    [InlineData("11112222333344445|1|2|3|0|")]
    [InlineData("ff|99999999999999999999|2|3|0|")]
    public void Parse_NotAMessage_GivesNoRecord(string? text) => RedisLogServer.Parse(text is null ? null : Encoding.ASCII.GetBytes(text)).Record.Should().BeNull();
}
