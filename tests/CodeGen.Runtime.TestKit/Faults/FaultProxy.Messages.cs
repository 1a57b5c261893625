namespace CodeGen.Runtime.TestKit.Faults;

/// <content>
/// The faults of published messages: <c>message</c> and <c>smessage</c> frames from server to client, up to 1 MiB each (larger
/// ones pass). A message is taken by the oldest fault that wants it. Counts are over all connections together.
/// </content>
public sealed partial class FaultProxy
{
    /// <summary>How many messages were seen, whatever became of them.</summary>
    public int MessagesSeen => Locked(() => Messages.Seen);

    /// <summary>How many messages wait now.</summary>
    public int MessagesHeld => Locked(() => Messages.Held);

    /// <summary>How many messages were dropped.</summary>
    public int MessagesDropped => Locked(() => Messages.Dropped);

    /// <summary>How many messages were sent twice.</summary>
    public int MessagesDuplicated => Locked(() => Messages.Duplicated);

    /// <summary>Drops the next messages.</summary>
    /// <param name="channels">Of which channels; null for all.</param>
    /// <param name="count">How many; by default until <see cref="ClearMessageFaults"/>.</param>
    public void DropMessages(Func<string, bool>? channels = null, int count = int.MaxValue) => Add(MessageFate.Drop, channels, count);

    /// <summary>Sends the next messages twice.</summary>
    /// <param name="channels">Of which channels; null for all.</param>
    /// <param name="count">How many; by default until <see cref="ClearMessageFaults"/>.</param>
    public void DuplicateMessages(Func<string, bool>? channels = null, int count = int.MaxValue) => Add(MessageFate.Duplicate, channels, count);

    /// <summary>Holds messages back until <see cref="ReleaseMessages"/>; everything else on their connections goes on.</summary>
    /// <param name="channels">Of which channels; null for all.</param>
    public void HoldMessages(Func<string, bool>? channels = null) => Add(MessageFate.Hold, channels, int.MaxValue);

    /// <summary>Sends on what is held, and holds no more. What comes later is sent later.</summary>
    /// <param name="reverse">Whether the last message held goes first.</param>
    public void ReleaseMessages(bool reverse = false) => Messages.End(rule => rule.Fate == MessageFate.Hold, reverse);

    /// <summary>Keeps the next messages until there are <paramref name="count"/> of them, and sends them in reverse order.</summary>
    /// <param name="count">How many.</param>
    /// <param name="channels">Of which channels; null for all.</param>
    public void ReorderMessages(int count, Func<string, bool>? channels = null) => Add(MessageFate.Reorder, channels, count);

    /// <summary>Ends all faults of messages; those that wait are sent in the order in which they came.</summary>
    public void ClearMessageFaults() => Messages.End(_ => true, reverse: false);

    private void Add(MessageFate fate, Func<string, bool>? channels, int count) =>
        Messages.Add(new MessageRule(fate, channels ?? (_ => true), count));

    private int Locked(Func<int> read)
    {
        lock (Messages.Sync)
        {
            return read();
        }
    }
}
