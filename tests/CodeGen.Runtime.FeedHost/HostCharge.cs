using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.FeedHost;

/// <summary>What nodes book: whoever knows seed, node and number can make the charge again. Some events are handed to two nodes, as a client does that tries again elsewhere.</summary>
public static class HostCharge
{
    /// <summary>One charge in so many is handed to the next node as well.</summary>
    public const int SharedEvery = 100;

    private static readonly string[] s_models = ["claude-haiku-4-5", "gpt-5-mini", "gemini-2.5-flash"];
    private static readonly string[] s_texts = ["plain", "Größe", "日本語", "o'brien; DROP TABLE records; --", "\\x00\"{}", "a\0b", "💶 emoji", "tab\tand\nline"];

    /// <summary>The event that a node books at a place of its own count: its own, or the one before of the node before it.</summary>
    public static (int Node, long Index) EventOf(int node, int nodes, long index) =>
        nodes > 1 && index % SharedEvery == SharedEvery - 1 ? ((node + nodes - 1) % nodes, index - 1) : (node, index);

    public static (CostUse Use, CostTerms Terms) Of(int seed, int node, long index, DateTimeOffset began)
    {
        var random = new Random(unchecked((((seed * 31) + node) * 1_000_003) + (int)index));
        DateTimeOffset at = began + TimeSpan.FromMilliseconds(index);
        CostUse use = random.Next(10) switch
        {
            0 => CostUse.Meter(CostCategory.Api, MeterNames.ApiSeconds, TimeSpan.FromTicks(random.Next(1, 100_000_000))),
            1 => CostUse.Meter(CostCategory.Compute, "nobody-knows", random.Next(1, 50)),
            _ => CostUse.Model(new ServedModel(s_models[random.Next(s_models.Length)]), Usage(random)),
        };
        var attribution = new CostAttribution
        {
            Service = "generator",
            Project = $"p{random.Next(40)}",
            User = s_texts[random.Next(s_texts.Length)],
            Tags = [new CostTag("team", s_texts[random.Next(s_texts.Length)])],
        };
        return (use, new CostTerms { Attribution = attribution, EventTime = at, EventId = Id(random, at) });
    }

    private static ModelUsage Usage(Random random)
    {
        int input = random.Next(100, 20_000);
        return new ModelUsage { InputTokens = input, CacheReadTokens = random.Next(0, input), OutputTokens = random.Next(1, 4_000) };
    }

    private static Guid Id(Random random, DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        Span<byte> time = stackalloc byte[16];
        Guid.CreateVersion7(at).TryWriteBytes(time, bigEndian: true, out _);
        time[..6].CopyTo(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
