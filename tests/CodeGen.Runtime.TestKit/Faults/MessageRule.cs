namespace CodeGen.Runtime.TestKit.Faults;

/// <summary>A fault that waits for messages.</summary>
internal sealed class MessageRule(MessageFate fate, Func<string, bool> channels, int count)
{
    public MessageFate Fate { get; } = fate;

    public Func<string, bool> Channels { get; } = channels;

    /// <summary>How many messages it still takes.</summary>
    public int Left { get; set; } = count;

    /// <summary>The messages that it keeps, each with the connection on which it came.</summary>
    public List<(MessageFilter Connection, byte[] Message)> Kept { get; } = [];
}
