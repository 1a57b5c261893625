namespace CodeGen.Runtime.TestKit.Faults;

/// <summary>
/// The message faults of one proxy, over all of its connections. Nothing here depends on time: a message waits until it is
/// released or until enough others have come.
/// </summary>
internal sealed class MessageFaults
{
    private const long MostHeldBytes = 64L * 1024 * 1024;
    private readonly List<MessageRule> _rules = [];
    private long _heldBytes;

    /// <summary>Guards this object and the filters of all connections.</summary>
    public Lock Sync { get; } = new();

    public int Seen { get; private set; }

    public int Held { get; private set; }

    public int Dropped { get; private set; }

    public int Duplicated { get; private set; }

    public void Add(MessageRule rule)
    {
        lock (Sync)
        {
            _rules.Add(rule);
        }
    }

    /// <summary>Ends the rules that <paramref name="which"/> names, and sends on what they keep.</summary>
    public void End(Func<MessageRule, bool> which, bool reverse)
    {
        lock (Sync)
        {
            var ended = _rules.FindAll(rule => which(rule));
            _rules.RemoveAll(ended.Contains);
            SendKept(ended.SelectMany(rule => rule.Kept), reverse);
        }
    }

    /// <summary>Decides, under the lock, how many copies of a message go on now.</summary>
    public int Decide(MessageFilter connection, string channel, ReadOnlySpan<byte> message)
    {
        Seen++;
        var rule = _rules.Find(candidate => candidate.Left > 0 && candidate.Channels(channel));
        if (rule is null)
        {
            return 1;
        }

        rule.Left--;
        switch (rule.Fate)
        {
            case MessageFate.Drop:
                Dropped++;
                return 0;
            case MessageFate.Duplicate:
                Duplicated++;
                return 2;
            default:
                Keep(rule, connection, message);
                return 0;
        }
    }

    private void Keep(MessageRule rule, MessageFilter connection, ReadOnlySpan<byte> message)
    {
        if (_heldBytes + message.Length > MostHeldBytes)
        {
            throw new InvalidOperationException($"The proxy would hold more than {MostHeldBytes} bytes of messages.");
        }

        rule.Kept.Add((connection, message.ToArray()));
        Held++;
        _heldBytes += message.Length;
        if (rule.Fate == MessageFate.Reorder && rule.Left == 0)
        {
            _rules.Remove(rule);
            SendKept(rule.Kept, reverse: true);
        }
    }

    private void SendKept(IEnumerable<(MessageFilter Connection, byte[] Message)> kept, bool reverse)
    {
        foreach (var (connection, message) in reverse ? kept.Reverse() : kept)
        {
            Held--;
            _heldBytes -= message.Length;
            connection.Inject(message);
        }
    }
}
