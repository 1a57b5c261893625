namespace CodeGen.Runtime.Costs;

/// <summary>Bytes of an attribution: which of the five dimensions it has, a bit each; their values; and the tags.</summary>
internal static class AttributionPayload
{
    /// <summary>UTF-8 has at most three bytes for each character of UTF-16.</summary>
    private const int MostOfCharacter = 3;
    private const int MostOfLength = 2;
    private const int MostOfValue = CostAttribution.MaxValueLength * MostOfCharacter;
    private const int MostOfTagName = 64;
    private const int Dimensions = 5;

    public static int MostBytes(CostAttribution attribution)
    {
        int most = 2 + MostOf(attribution.Service) + MostOf(attribution.Resource) + MostOf(attribution.User) + MostOf(attribution.Project) + MostOf(attribution.Model);
        for (int i = 0; i < attribution.Tags.Count; i++)
        {
            most += MostOf(attribution.Tags[i].Name) + MostOf(attribution.Tags[i].Value);
        }

        return most;
    }

    public static void Write(ref PayloadWriter writer, CostAttribution attribution)
    {
        ReadOnlySpan<string?> values = [attribution.Service, attribution.Resource, attribution.User, attribution.Project, attribution.Model];
        int has = 0;
        for (int i = 0; i < values.Length; i++)
        {
            has |= values[i] is null ? 0 : 1 << i;
        }

        writer.Byte((byte)has);
        foreach (string? value in values)
        {
            if (value is not null)
            {
                writer.Text(value);
            }
        }

        writer.Byte((byte)attribution.Tags.Count);
        for (int i = 0; i < attribution.Tags.Count; i++)
        {
            writer.Text(attribution.Tags[i].Name);
            writer.Text(attribution.Tags[i].Value);
        }
    }

    /// <summary>Nothing where it makes no sense.</summary>
    public static CostAttribution? Read(ref JournalReader reader)
    {
        byte has = reader.Byte();
        var values = new string?[Dimensions];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (has & (1 << i)) != 0 ? reader.Text(MostOfValue) : null;
        }

        var tags = new CostTag[reader.Count(CostAttribution.MaxTags)];
        for (int i = 0; i < tags.Length && !reader.IsDamaged; i++)
        {
            tags[i] = new CostTag(reader.Text(MostOfTagName), reader.Text(MostOfValue));
            if (!AttributionText.IsTagName(tags[i].Name) || (i > 0 && string.CompareOrdinal(tags[i - 1].Name, tags[i].Name) >= 0))
            {
                reader.Damage();
            }
        }

        if (has >> values.Length != 0 || reader.IsDamaged)
        {
            reader.Damage();
            return null;
        }

        return new CostAttribution { Service = values[0], Resource = values[1], User = values[2], Project = values[3], Model = values[4], Tags = tags };
    }

    private static int MostOf(string? value) => value is null ? 0 : MostOfLength + (value.Length * MostOfCharacter);
}
