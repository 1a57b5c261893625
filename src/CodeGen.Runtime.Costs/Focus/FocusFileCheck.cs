namespace CodeGen.Runtime.Costs;

/// <summary>What holds between the rows of a file: a SKU price has one SKU, a service one subcategory.</summary>
internal sealed class FocusFileCheck
{
    private readonly Dictionary<string, string> _skus = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _services = new(StringComparer.Ordinal);

    /// <summary>Checks both before either is remembered, so that a refused row leaves nothing behind.</summary>
    public void Check(FocusRow row)
    {
        if (row.Sku is { } sku && _skus.TryGetValue(sku.PriceId, out string? known) && known != sku.Id)
        {
            throw new FocusRowException("SkuId", sku.Id, $"an earlier row has '{known}' for the same SkuPriceId '{sku.PriceId}', which belongs to one SkuId", "SkuPriceId-C-008-M");
        }

        if (_services.TryGetValue(row.ServiceName, out known) && known != row.ServiceSubcategory)
        {
            bool same = FocusServices.CategoryOf(known) == FocusServices.CategoryOf(row.ServiceSubcategory);
            throw new FocusRowException(
                "ServiceSubcategory",
                row.ServiceSubcategory,
                $"an earlier row has '{known}' for the same ServiceName '{row.ServiceName}', which belongs to one; give the other part of the service a name of its own",
                same ? "ServiceName-C-008-C" : "ServiceName-C-005-C");
        }

        if (row.Sku is not null)
        {
            _skus.TryAdd(row.Sku.PriceId, row.Sku.Id);
        }

        _services.TryAdd(row.ServiceName, row.ServiceSubcategory);
    }
}
