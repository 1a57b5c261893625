namespace CodeGen.Runtime.Costs;

public sealed partial class PriceBook
{
    private readonly Lock _reloading = new();
    private (DateTime Written, long Length)?[] _stamps;
    private volatile PriceListException? _lastError;

    /// <summary>Why the last reading of the files failed; <see langword="null"/> where it did not. Meanwhile the prices before are used.</summary>
    public PriceListException? LastError => _lastError;

    internal TimeSpan ReloadInterval => _options is { ContractPath: null, HostPath: null } ? TimeSpan.Zero : _options.ReloadInterval;

    /// <summary>Reads the files again, now. A host does so by itself when they change.</summary>
    /// <exception cref="PriceListException">A file cannot be used. Nothing has been taken over; the prices before are used on.</exception>
    public void Reload()
    {
        lock (_reloading)
        {
            _stamps = Stamps();
            Exchange();
        }
    }

    /// <summary>Reads the files again if one of them is another than at the last attempt; failures are logged.</summary>
    internal void ReloadIfChanged()
    {
        lock (_reloading)
        {
            // Taken before the files are read: one that is written meanwhile is read once more, and none is missed.
            (DateTime, long)?[] stamps = Stamps();
            if (stamps.AsSpan().SequenceEqual(_stamps))
            {
                return;
            }

            _stamps = stamps;
            try
            {
                Exchange();
                PriceLog.Reloaded(_logger);
            }
            catch (PriceListException e)
            {
                PriceLog.ReloadFailed(_logger, e.Message);
            }
        }
    }

    private void Exchange()
    {
        try
        {
            _table = Read();
            _lastError = null;
        }
        catch (PriceListException e)
        {
            _lastError = e;
            throw;
        }
    }

    private (DateTime, long)?[] Stamps() => [.. Paths().Select(PriceFile.Stamp)];

    private IEnumerable<string> Paths() => new[] { _options.ContractPath, _options.HostPath }.OfType<string>();

    private PriceTable Read()
    {
        LayerPrices contract = PriceCompiler.Compile(PriceLayer.Contract, Lists(_options.ContractPath, _options.Contract));
        LayerPrices host = PriceCompiler.Compile(PriceLayer.Host, Lists(_options.HostPath, _options.Host));
        var table = new PriceTable(_options.UseCatalogue ? [contract, host, PriceCatalogue.Layer] : [contract, host]);
        return _options.CeilingModel is not { } ceiling || table.Knows(ceiling)
            ? table
            : throw new PriceListException(
                $"{PriceBookOptions.SectionName}:{nameof(PriceBookOptions.CeilingModel)}", "$", ceiling, "no layer has a price of that model. Write the id of one that has, or state its price.");
    }

    private static PriceList[] Lists(string? path, PriceList? list) =>
        [.. (path is null ? [] : new[] { PriceFile.Read(path) }), .. (list is null ? [] : new[] { list })];
}
