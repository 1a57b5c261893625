namespace CodeGen.Runtime.Costs;

/// <summary>The properties of an object in a price file, by name. All of them are known: a name that is overlooked would be a wrong price.</summary>
internal sealed class JsonFields
{
    /// <summary>Begins the names of a file's own, which nobody takes for ours.</summary>
    private const string OwnPrefix = "x-";

    private readonly JsonPlace _owner;
    private readonly Dictionary<string, JsonPlace> _fields = new(StringComparer.Ordinal);

    private JsonFields(JsonPlace owner) => _owner = owner;

    /// <summary>The value of a name, or null where it is not there.</summary>
    public JsonPlace? this[string name] => _fields.GetValueOrDefault(name);

    /// <summary>Reads an object that has these names only.</summary>
    public static JsonFields Of(JsonPlace owner, params ReadOnlySpan<string> known) => Read(owner, known, mayHaveOwn: false);

    /// <summary>Reads an object that has these names, and maybe such that begin with x-.</summary>
    public static JsonFields OfOpen(JsonPlace owner, params ReadOnlySpan<string> known) => Read(owner, known, mayHaveOwn: true);

    /// <summary>The value of a name that has to be there.</summary>
    /// <param name="name">The name.</param>
    /// <param name="owner">What lacks it, for the message: "the fee".</param>
    /// <param name="what">What it is, for the message: "price".</param>
    public JsonPlace Need(string name, string owner, string what) => this[name] ?? throw _owner.Wrong($"{owner} has no {what}. Add \"{name}\".");

    private static JsonFields Read(JsonPlace owner, ReadOnlySpan<string> known, bool mayHaveOwn)
    {
        var result = new JsonFields(owner);
        foreach (JsonPlace property in owner.Properties())
        {
            if (known.Contains(property.Name!))
            {
                result._fields.Add(property.Name!, property);
            }
            else if (!mayHaveOwn || !property.Name!.StartsWith(OwnPrefix, StringComparison.Ordinal))
            {
                property.Unknown(string.Join(", ", known!) + (mayHaveOwn ? $", or your own that begin with {OwnPrefix}" : ""));
            }
        }

        return result;
    }
}
