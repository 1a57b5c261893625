namespace CodeGen.Runtime.Costs;

/// <summary>How the pages of a Parquet file are compressed.</summary>
public enum FocusParquetCompression
{
    /// <summary>Zstandard: small files; every current reader knows it.</summary>
    Zstd,

    /// <summary>Snappy: larger and faster; also readers of long ago know it.</summary>
    Snappy,

    /// <summary>Not at all.</summary>
    None,
}
