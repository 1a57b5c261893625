using System.Buffers;

namespace CodeGen.Runtime.Costs;

/// <summary>Attributions as bytes: the five fixed values in order, then the tags. The same attribution has the same bytes always.</summary>
internal static class AttributionCodec
{
    /// <summary>A character takes three bytes at most, and a text two for its length.</summary>
    private const int MaxText = (CostAttribution.MaxValueLength * 3) + 2;

    private const int MaxBytes = MaxText * (5 + (2 * CostAttribution.MaxTags));

    public static byte[] Encode(CostAttribution attribution)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(MaxBytes);
        var writer = new PayloadWriter(rented);
        writer.Text(attribution.Service);
        writer.Text(attribution.Resource);
        writer.Text(attribution.User);
        writer.Text(attribution.Project);
        writer.Text(attribution.Model);
        writer.VarInt((ulong)attribution.Tags.Count);
        foreach (CostTag tag in attribution.Tags)
        {
            writer.Text(tag.Name);
            writer.Text(tag.Value);
        }

        byte[] encoded = writer.Written.ToArray();
        ArrayPool<byte>.Shared.Return(rented);
        return encoded;
    }

    public static CostAttribution Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new PayloadReader(bytes);
        string? service = reader.Text();
        string? resource = reader.Text();
        string? user = reader.Text();
        string? project = reader.Text();
        string? model = reader.Text();
        var tags = new CostTag[reader.Count(CostAttribution.MaxTags)];
        foreach (ref CostTag tag in tags.AsSpan())
        {
            tag = new CostTag(reader.Text() ?? string.Empty, reader.Text() ?? string.Empty);
        }

        if (!reader.IsEnd)
        {
            throw new UnreadableRecordException("its attribution is longer than what it says");
        }

        try
        {
            return new CostAttribution { Service = service, Resource = resource, User = user, Project = project, Model = model, Tags = tags };
        }
        catch (ArgumentException e)
        {
            throw new UnreadableRecordException($"its attribution has a tag that cannot be: {e.Message}");
        }
    }
}
