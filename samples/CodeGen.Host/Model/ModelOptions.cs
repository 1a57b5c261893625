namespace CodeGen.Host.Model;

/// <summary>The configuration section <c>CodeGen:Model</c>: an OpenAI-compatible endpoint.</summary>
internal sealed class ModelOptions
{
    public const string DefaultSystemPrompt =
        "You write C# for .NET. You are given an OpenAPI document or a JSON Schema and answer with one complete C# file and nothing else: "
        + "data types with System.Text.Json attributes, and for OpenAPI a client that takes an HttpClient.";

    /// <summary>The server's address, with or without <c>/v1</c>; without one the local generator is used.</summary>
    /// <value>None.</value>
    public string? Endpoint { get; set; }

    /// <summary>Sent as a bearer token where it is set.</summary>
    /// <value>None.</value>
    public string? ApiKey { get; set; }

    /// <summary>The model's name at the server.</summary>
    /// <value>None; required with <see cref="Endpoint"/>.</value>
    public string? Name { get; set; }

    /// <summary>What the model is told before it sees the document.</summary>
    public string SystemPrompt { get; set; } = DefaultSystemPrompt;

    /// <summary>How long one answer may take.</summary>
    /// <value>5 minutes.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The most tokens an answer may have; 0 leaves it to the server.</summary>
    /// <value>0.</value>
    public int MaxOutputTokens { get; set; }

    /// <summary>The sampling temperature.</summary>
    /// <value>0: the same document should give the same code.</value>
    public double Temperature { get; set; }

    /// <summary>USD per million tokens of input; 0, with that of output, leaves both to the published price of the model's name.</summary>
    /// <value>0.</value>
    public decimal InputPricePerMillionTokens { get; set; }

    /// <summary>USD per million tokens of output.</summary>
    /// <value>0.</value>
    public decimal OutputPricePerMillionTokens { get; set; }

    /// <summary>Whether its prices are stated here.</summary>
    public bool HasPrice => InputPricePerMillionTokens > 0 || OutputPricePerMillionTokens > 0;

    /// <summary>Whether a model is configured.</summary>
    public bool IsConfigured => !string.IsNullOrWhiteSpace(Endpoint);
}
