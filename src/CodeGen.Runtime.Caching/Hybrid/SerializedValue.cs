namespace CodeGen.Runtime.Caching;

/// <summary>A value of a type that can change, as its bytes: every caller makes a value of its own from them.</summary>
internal sealed class SerializedValue<T>(byte[] bytes)
{
    public byte[] Bytes { get; } = bytes;
}
