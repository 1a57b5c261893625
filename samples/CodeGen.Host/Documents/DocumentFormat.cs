namespace CodeGen.Host.Documents;

/// <summary>How a document is written.</summary>
internal enum DocumentFormat
{
    /// <summary>JSON in UTF-8.</summary>
    Json,

    /// <summary>YAML 1.2 in UTF-8, read with the core schema.</summary>
    Yaml,
}
