using System.Text;
using CodeGen.Runtime.TestKit.Faults;
using CsCheck;

namespace CodeGen.Runtime.TestKit.Tests.Faults;

public class MessageFilterTests
{
    private const string Subscribed = "*3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n";

    private static readonly string[] Others =
    [
        "+OK\r\n", "-ERR no\r\n", ":12\r\n", "$-1\r\n", "$0\r\n\r\n", "$9\r\nmes\r\nsage\r\n", "*-1\r\n", "*0\r\n", "_\r\n", "#t\r\n", ",1.5\r\n",
        "(123456789012345678901234567890\r\n", "!5\r\nERR x\r\n", "=7\r\ntxt:a\r\n\r\n", "%1\r\n+k\r\n*2\r\n:1\r\n:2\r\n", "~1\r\n+x\r\n",
        "|1\r\n+ttl\r\n:5\r\n*1\r\n+x\r\n", "*3\r\n$7\r\nmessage\r\n$-1\r\n$1\r\nx\r\n", "*3\r\n*0\r\n$1\r\na\r\n:3\r\n", "*2\r\n$7\r\nmessage\r\n$1\r\na\r\n",
        ">2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\nk\r\n", ">4\r\n$8\r\npmessage\r\n$1\r\n*\r\n$1\r\na\r\n$1\r\nx\r\n", "*3\r\n$1\r\nx\r\n$1\r\ny\r\n$1\r\nz\r\n",
        ">3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n", ":99999999999999999\r\n", "+" + new string('s', 300) + "\r\n", "$300\r\n" + new string('b', 300) + "\r\n",
    ];

    private static readonly Gen<string> GenMessage = Gen.Select(
        Gen.OneOfConst('*', '>'),
        Gen.OneOfConst("a", "b", "ä"),
        Gen.OneOfConst("", "x", "two\r\nlines", "*3\r\n$7\r\nmessage\r\n$1\r\na\r\n", new string('p', 500)),
        (type, channel, payload) => $"{type}3\r\n$7\r\nmessage\r\n{Bulk(channel)}{Bulk(payload)}");

    private static readonly Gen<(string Text, bool IsMessage)> GenFrame = Gen.OneOf(
        GenMessage.Select(text => (text, true)),
        Gen.OneOfConst(Others).Select(text => (text, false)));

    private static readonly Gen<((string Text, bool IsMessage)[] Frames, int[] Pieces)> GenStream =
        Gen.Select(GenFrame.Array[0, 30], Gen.Int[1, 40].Array[1, 20]);

    [Fact]
    public void Without_faults_every_byte_passes_whatever_the_pieces() =>
        GenStream.Sample(stream => Run(new MessageFaults(), stream.Frames, stream.Pieces) == Join(stream.Frames));

    [Fact]
    public void A_drop_takes_the_messages_of_its_channels_and_nothing_else() =>
        GenStream.Sample(stream =>
        {
            var faults = new MessageFaults();
            faults.Add(new MessageRule(MessageFate.Drop, channel => channel is "a" or "ä", int.MaxValue));
            var kept = stream.Frames.Where(frame => !frame.IsMessage || frame.Text.Contains("$1\r\nb\r\n", StringComparison.Ordinal)).ToArray();
            return Run(faults, stream.Frames, stream.Pieces) == Join(kept);
        });

    [Fact]
    public void A_duplicate_repeats_each_message_in_its_place() =>
        GenStream.Sample(stream =>
        {
            var faults = new MessageFaults();
            faults.Add(new MessageRule(MessageFate.Duplicate, _ => true, int.MaxValue));
            var twice = stream.Frames.SelectMany(frame => Enumerable.Repeat(frame, frame.IsMessage ? 2 : 1)).ToArray();
            return Run(faults, stream.Frames, stream.Pieces) == Join(twice);
        });

    [Fact]
    public void Held_messages_come_after_the_rest_in_the_order_asked_for() =>
        Gen.Select(GenStream, Gen.Bool).Sample((stream, reverse) =>
        {
            var faults = new MessageFaults();
            faults.Add(new MessageRule(MessageFate.Hold, _ => true, int.MaxValue));
            var messages = stream.Frames.Where(frame => frame.IsMessage).ToArray();
            if (reverse)
            {
                Array.Reverse(messages);
            }

            var output = Run(faults, stream.Frames, stream.Pieces, () => faults.End(_ => true, reverse));
            return output == Join([.. stream.Frames.Where(frame => !frame.IsMessage), .. messages]) && faults.Held == 0;
        });

    [Fact]
    public void A_reorder_turns_the_next_messages_round_and_then_ends() =>
        GenMessage.Array[3, 10].Sample(messages =>
        {
            var faults = new MessageFaults();
            faults.Add(new MessageRule(MessageFate.Reorder, _ => true, 3));
            var expected = messages[..3].Reverse().Concat(messages[3..]).Select(text => (text, true)).ToArray();
            return Run(faults, [.. messages.Select(text => (text, true))], [7]) == Join(expected);
        });

    [Fact]
    public void A_release_in_the_middle_of_a_reply_waits_for_its_end()
    {
        var faults = new MessageFaults();
        var output = new MemoryStream();
        var filter = new MessageFilter(faults, bytes => output.Write(bytes.Span));
        faults.Add(new MessageRule(MessageFate.Hold, _ => true, int.MaxValue));
        filter.Process(">3\r\n$7\r\nmessage\r\n$1\r\na\r\n$1\r\nx\r\n$10\r\n01234"u8);

        faults.End(_ => true, reverse: false);
        filter.Process("56789\r\n+OK\r\n"u8);

        Encoding.UTF8.GetString(output.ToArray()).Should().Be("$10\r\n0123456789\r\n>3\r\n$7\r\nmessage\r\n$1\r\na\r\n$1\r\nx\r\n+OK\r\n");
    }

    [Fact]
    public void An_array_that_looks_like_a_message_is_a_reply_until_the_connection_subscribes()
    {
        var faults = new MessageFaults();
        faults.Add(new MessageRule(MessageFate.Drop, _ => true, int.MaxValue));
        const string Reply = "*3\r\n$7\r\nmessage\r\n$1\r\na\r\n$1\r\nx\r\n";
        var output = new MemoryStream();

        new MessageFilter(faults, bytes => output.Write(bytes.Span)).Process(Encoding.UTF8.GetBytes(Reply + Subscribed + Reply));

        Encoding.UTF8.GetString(output.ToArray()).Should().Be(Reply + Subscribed);
    }

    [Theory]
    [InlineData("hello, this is no RESP\r\nat all")]
    [InlineData("$EOF:0123456789\r\nbinary")]
    [InlineData("*3\r\n$7\r\nmessage\r\n$1\r\na\r\nwrong")]
    public void What_cannot_be_understood_passes(string text)
    {
        var faults = new MessageFaults();
        faults.Add(new MessageRule(MessageFate.Drop, _ => true, int.MaxValue));
        var output = new MemoryStream();
        var filter = new MessageFilter(faults, bytes => output.Write(bytes.Span));

        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            filter.Process([value]);
        }

        Encoding.UTF8.GetString(output.ToArray()).Should().Be(text);
    }

    [Fact]
    public void A_message_too_large_to_hold_passes()
    {
        var faults = new MessageFaults();
        faults.Add(new MessageRule(MessageFate.Drop, _ => true, int.MaxValue));
        var message = (Text: $">3\r\n$7\r\nmessage\r\n$1\r\na\r\n{Bulk(new string('x', MessageFilter.LargestMessage))}", IsMessage: true);

        (Run(faults, [message], [60_000]) == Join([message])).Should().BeTrue();
    }

    private static string Bulk(string text) => $"${Encoding.UTF8.GetByteCount(text)}\r\n{text}\r\n";

    private static string Join((string Text, bool IsMessage)[] frames) => Subscribed + string.Concat(frames.Select(frame => frame.Text));

    private static string Run(MessageFaults faults, (string Text, bool IsMessage)[] frames, int[] pieces, Action? afterwards = null)
    {
        var output = new MemoryStream();
        var filter = new MessageFilter(faults, bytes => output.Write(bytes.Span));
        var input = Encoding.UTF8.GetBytes(Join(frames)).AsSpan();
        for (var i = 0; !input.IsEmpty; i++)
        {
            var length = Math.Min(input.Length, pieces[i % pieces.Length]);
            filter.Process(input[..length]);
            input = input[length..];
        }

        afterwards?.Invoke();
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
