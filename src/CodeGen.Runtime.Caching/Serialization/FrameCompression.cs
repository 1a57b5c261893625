namespace CodeGen.Runtime.Caching;

/// <summary>Whether and how a frame's payload is compressed. The default value compresses nothing.</summary>
/// <param name="Codec">The codec to try, or <see langword="null"/> for none.</param>
/// <param name="Threshold">The shortest payload worth trying, in bytes.</param>
internal readonly record struct FrameCompression(IPayloadCodec? Codec, int Threshold = FrameCompression.DefaultThreshold)
{
    /// <summary>2,048 bytes: below, a round trip costs the same with or without.</summary>
    public const int DefaultThreshold = 2_048;

    /// <summary>The share of the raw length that must be saved, in percent, for the compressed form to be kept.</summary>
    public const int MinSavingPercent = 10;

    /// <summary>Stores every payload as is.</summary>
    public static FrameCompression None => default;

    /// <summary>The longest result worth keeping for <paramref name="rawLength"/> bytes; 0 when the payload is not to be tried at all.</summary>
    public int Budget(int rawLength) =>
        Codec is null || rawLength == 0 || rawLength < Threshold ? 0 : (int)((long)rawLength * (100 - MinSavingPercent) / 100);
}
