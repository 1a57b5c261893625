namespace CodeGen.Runtime.Costs;

/// <summary>Prices as somebody states them: in a file, in code, or those that come with the library. Nothing is checked before a <see cref="PriceBook"/> takes it. Immutable; thread-safe.</summary>
public sealed class PriceList
{
    /// <summary>How the list is called in messages: a file's name.</summary>
    /// <value>The default is <c>prices</c>.</value>
    public string Source { get; init; } = "prices";

    /// <summary>Prices of models.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<ModelPrice> Models { get; init; } = [];

    /// <summary>Prices of everything else.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<MeterPrice> Meters { get; init; } = [];

    /// <summary>Exchange rates.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<FxRate> FxRates { get; init; } = [];

    /// <summary>Reads a list from JSON; docs/prices.md describes the format.</summary>
    /// <param name="utf8Json">The text, at most 16 MiB.</param>
    /// <param name="source">How the list is called in messages.</param>
    /// <exception cref="PriceListException">It is not such a text.</exception>
    public static PriceList Parse(ReadOnlyMemory<byte> utf8Json, string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return PriceListReader.Read(utf8Json, source);
    }

    /// <summary>Reads a list from a file.</summary>
    /// <param name="path">The file, at most 16 MiB.</param>
    /// <exception cref="PriceListException">It cannot be read or holds something else.</exception>
    public static PriceList Load(string path) => PriceFile.Read(path);
}
