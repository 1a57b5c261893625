namespace CodeGen.Runtime.Caching;

/// <summary>A value of a type that can change, as its bytes: every caller makes a value of its own from them. One that could not be serialized is never stored.</summary>
internal sealed class SerializedValue<T>
{
    public byte[]? Bytes { get; init; }

    /// <summary>The value itself, where there are no bytes.</summary>
    public T Value { get; init; } = default!;
}
