namespace CodeGen.Runtime.Costs;

/// <summary>How a FOCUS file in Parquet is written.</summary>
public sealed class FocusParquetOptions
{
    /// <summary>Default of <see cref="RowGroupRows"/>.</summary>
    public const int DefaultRowGroupRows = 50_000;

    /// <summary>Default of <see cref="NumberDecimals"/>.</summary>
    public const int DefaultNumberDecimals = 18;

    /// <summary>How pages are compressed.</summary>
    /// <value>The default is <see cref="FocusParquetCompression.Zstd"/>.</value>
    public FocusParquetCompression Compression { get; set; }

    /// <summary>How many rows are gathered in memory and written as one row group, some 700 bytes each and their texts. Fewer where their texts have more than 64 Mi characters.</summary>
    /// <value>The default is 50,000; 1 to 1,000,000.</value>
    public int RowGroupRows { get; set; } = DefaultRowGroupRows;

    /// <summary>
    /// How many decimals quantities and unit prices have: their columns are <c>DECIMAL(38, n)</c>, with 38 − n digits before the point. A value that needs more of either is refused and never rounded.
    /// Amounts always have twelve.
    /// </summary>
    /// <value>The default is 18; 0 to 28.</value>
    public int NumberDecimals { get; set; } = DefaultNumberDecimals;
}
