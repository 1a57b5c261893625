using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>Bytes of who a node is: version, form (1 where all it had booked is somebody else's account from here on), number, epoch, generation, and the others that it knows.</summary>
internal static class NodePayload
{
    private const byte Version = 1;
    private const byte Forgotten = 1;
    private const int MostOfEpoch = 64;
    private const int MostKnown = 10_000;

    public static int MostBytes(NodeIdentity identity) => 2 + sizeof(ulong) + MostOfEpoch + (3 * JournalValues.MostOfNumber) + (identity.Known.Count * sizeof(ulong));

    public static int Write(Span<byte> room, NodeIdentity identity, bool forgotten)
    {
        var writer = new PayloadWriter(room);
        writer.Byte(Version);
        writer.Byte(forgotten ? Forgotten : (byte)0);
        Write(ref writer, identity);
        return writer.Length;
    }

    public static bool TryRead(ReadOnlySpan<byte> payload, out NodeIdentity identity, out bool forgotten)
    {
        var reader = new JournalReader(payload);
        bool isKnown = reader.Byte() == Version;
        byte form = reader.Byte();
        forgotten = form == Forgotten;
        identity = Read(ref reader);
        return isKnown && form <= Forgotten && reader.IsWhole;
    }

    public static void Write(ref PayloadWriter writer, NodeIdentity identity)
    {
        writer.UInt64(identity.Node);
        writer.Text(identity.Membership.Epoch);
        writer.VarInt((ulong)identity.Membership.Generation);
        writer.VarInt((ulong)identity.Known.Count);
        foreach (string known in identity.Known)
        {
            writer.UInt64(ulong.Parse(known, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        }
    }

    public static NodeIdentity Read(ref JournalReader reader)
    {
        ulong node = ReadNode(ref reader);
        string epoch = reader.Text(MostOfEpoch);
        var membership = new Membership(epoch, (long)reader.Number());
        string[] known = new string[reader.Count(MostKnown)];
        for (int i = 0; i < known.Length; i++)
        {
            known[i] = BudgetKeys.NodeText(ReadNode(ref reader));
        }

        return new NodeIdentity(node, membership.Epoch.Length == 0 ? Membership.None : membership, known);
    }

    private static ulong ReadNode(ref JournalReader reader) => reader.Bytes(sizeof(ulong)) is { Length: sizeof(ulong) } bytes ? System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(bytes) : 0;
}
