namespace CodeGen.Runtime.Costs;

/// <summary>
/// What answered a request, as the provider reports it: the model, tier, speed and region that were served decide the price, not those asked for. An immutable value; thread-safe.
/// </summary>
/// <param name="Model">The id or an alias of the model, in any case; <c>provider/model</c> names the provider, too.</param>
public readonly record struct ServedModel(string Model)
{
    /// <summary>Who served it, such as <c>openai</c> or <c>azure-openai</c>.</summary>
    /// <value>The default is <see langword="null"/>: whoever has a model of that id; with several providers whose alias it is, the name is ambiguous and has no price.</value>
    public string? Provider { get; init; }

    /// <summary>The tier, such as <c>batch</c>, <c>flex</c> or <c>priority</c>.</summary>
    /// <value>The default is <see langword="null"/>, the standard tier; a tier that the model has no price for is priced like it.</value>
    public string? Tier { get; init; }

    /// <summary>The speed, such as <c>fast</c>.</summary>
    /// <value>The default is <see langword="null"/>, the usual one.</value>
    public string? Speed { get; init; }

    /// <summary>Where inference was bound to, such as <c>us</c>.</summary>
    /// <value>The default is <see langword="null"/>: anywhere.</value>
    public string? Geo { get; init; }

    /// <summary>When it was served.</summary>
    /// <value>The default is now, by the price book's clock.</value>
    public DateTimeOffset At { get; init; }
}
