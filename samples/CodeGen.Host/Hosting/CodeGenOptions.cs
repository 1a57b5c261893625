using System.ComponentModel.DataAnnotations;
using CodeGen.Host.Model;

namespace CodeGen.Host.Hosting;

/// <summary>The configuration section <c>CodeGen</c>.</summary>
internal sealed class CodeGenOptions
{
    public const string Section = "CodeGen";

    public const int DefaultMaxDocumentBytes = 8 << 20;

    /// <summary>The largest document that is read, in bytes.</summary>
    /// <value>8 MiB.</value>
    [Range(1, 1 << 30)]
    public int MaxDocumentBytes { get; set; } = DefaultMaxDocumentBytes;

    /// <summary>The namespace of the generated code where a request names none.</summary>
    /// <value><c>Generated</c>.</value>
    [Required]
    public string DefaultNamespace { get; set; } = "Generated";

    /// <summary>How long generated code is kept.</summary>
    /// <value>One hour.</value>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long the local generator may take.</summary>
    /// <value>60 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan GenerationTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How many documents the local generator works on at once.</summary>
    /// <value>The number of processors.</value>
    [Range(1, 1024)]
    public int MaxConcurrentGenerations { get; set; } = Environment.ProcessorCount;

    /// <summary>The model that generates instead of the local generator; used when it has an endpoint.</summary>
    public ModelOptions Model { get; set; } = new();
}
