using System.Text;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Signatures are those of the Standard Webhooks specification, and nothing else is valid.</summary>
public sealed class WebhookSignatureTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Timestamp = "1614265330";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static readonly byte[] s_body = Encoding.UTF8.GetBytes("""{"test": 2432232314}""");
    private static readonly DateTimeOffset s_at = DateTimeOffset.FromUnixTimeSeconds(1_614_265_330);

    [Fact]
    public void Sign_VectorOfTheSpecification_IsItsSignature() => WebhookSignature.Sign(Id, s_at, s_body, Secret).Should().Be(Signature);

    [Theory]
    [InlineData(Id, Timestamp, Signature, true)]
    [InlineData(Id, Timestamp, "v1a,AAAA v1,AAAA " + Signature, true)]
    [InlineData(Id, Timestamp, " " + Signature + " ", true)]
    [InlineData("msg_other", Timestamp, Signature, false)]
    [InlineData("", Timestamp, Signature, false)]
    [InlineData(null, Timestamp, Signature, false)]
    [InlineData(Id, "1614265331", Signature, false)]
    [InlineData(Id, "01614265330", Signature, false)]
    [InlineData(Id, "-1614265330", Signature, false)]
    [InlineData(Id, "9223372036854775807", Signature, false)]
    [InlineData(Id, "soon", Signature, false)]
    [InlineData(Id, null, Signature, false)]
    [InlineData(Id, Timestamp, "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", false)]
    [InlineData(Id, Timestamp, "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", false)]
    [InlineData(Id, Timestamp, "v1,", false)]
    [InlineData(Id, Timestamp, "", false)]
    [InlineData(Id, Timestamp, null, false)]
    public void Verify_Headers_OnlyTheSignedOnesAreValid(string? id, string? timestamp, string? signature, bool valid) =>
        WebhookSignature.Verify(id, timestamp, signature, s_body, [Secret], s_at).Should().Be(valid);

    [Theory]
    [InlineData(-300, true)]
    [InlineData(300, true)]
    [InlineData(-301, false)]
    [InlineData(301, false)]
    public void Verify_TimeOfTheAttempt_IsWithinFiveMinutes(int seconds, bool valid) =>
        WebhookSignature.Verify(Id, Timestamp, Signature, s_body, [Secret], s_at.AddSeconds(seconds)).Should().Be(valid);

    [Fact]
    public void Verify_WhileSecretsChange_EitherIsEnough()
    {
        string other = WebhookSignature.NewSecret();
        WebhookSignature.Verify(Id, Timestamp, Signature, s_body, [other, Secret], s_at).Should().BeTrue();
        WebhookSignature.Verify(Id, Timestamp, Signature, s_body, [other], s_at).Should().BeFalse();
        WebhookSignature.Verify(Id, Timestamp, $"{WebhookSignature.Sign(Id, s_at, s_body, other)} {Signature}", s_body, [Secret], s_at).Should().BeTrue();
        WebhookSignature.Verify(Id, Timestamp, Signature, s_body, [], s_at).Should().BeFalse();
    }

    [Fact]
    public void Verify_AnyBody_IsValidOnceAndNotWithABitChanged() =>
        Gen.Select(Gen.Byte.Array[1, 200], Gen.Int[0, 1_599]).Sample((body, bit) =>
        {
            string secret = WebhookSignature.NewSecret();
            string signature = WebhookSignature.Sign("id", s_at, body, secret);
            WebhookSignature.Verify("id", Timestamp, signature, body, [secret], s_at).Should().BeTrue();
            body[bit / 8 % body.Length] ^= (byte)(1 << (bit % 8));
            WebhookSignature.Verify("id", Timestamp, signature, body, [secret], s_at).Should().BeFalse();
        });

    [Theory]
    [InlineData("whsec_")]
    [InlineData("whsec_c2hvcnQ=")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_not base64 at all, however long")]
    public void Sign_WhatIsNoSecret_IsRefusedWithoutShowingIt(string secret) =>
        FluentActions.Invoking(() => WebhookSignature.Sign(Id, s_at, s_body, secret)).Should().Throw<ArgumentException>().WithMessage("*24 to 64 bytes*NewSecret()*")
            .Which.Message.Should().NotContain(secret.Length > 6 ? secret[6..] : "\0");
}
