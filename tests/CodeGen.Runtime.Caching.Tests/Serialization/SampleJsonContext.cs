using System.Text.Json.Serialization;

namespace CodeGen.Runtime.Caching.Tests.Serialization;

[JsonDerivedType(typeof(Circle), "circle")]
[JsonDerivedType(typeof(Square), "square")]
public abstract record Shape;

public sealed record Circle(double Radius) : Shape;

public sealed record Square(double Side) : Shape;

public sealed record Generated(string FileName, string Source, IReadOnlyList<string> Warnings, decimal Cost);

public sealed class Node
{
    public Node? Next { get; set; }
}

public enum Verdict
{
    Unsure,
    Good,
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Shape))]
[JsonSerializable(typeof(Generated))]
[JsonSerializable(typeof(Node))]
[JsonSerializable(typeof(Verdict))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(int?))]
internal sealed partial class SampleJsonContext : JsonSerializerContext;
