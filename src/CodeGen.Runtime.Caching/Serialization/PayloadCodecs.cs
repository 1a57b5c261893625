using System.Diagnostics.CodeAnalysis;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// The codecs that this node can read, by id. LZ4 is always among them, also where compression is switched off for writing, since other nodes may
/// have written with it. Immutable and safe for concurrent use.
/// </summary>
internal sealed class PayloadCodecs
{
    /// <summary>The id that says "stored as is"; no codec may have it.</summary>
    public const byte StoredId = 0;

    /// <summary>The id of <see cref="Lz4PayloadCodec"/>.</summary>
    public const byte Lz4Id = 1;

    /// <summary>The lowest id that a host's codec may have.</summary>
    public const byte FirstHostId = 32;

    private readonly IPayloadCodec?[] _byId = new IPayloadCodec?[byte.MaxValue + 1];

    /// <summary>Collects codecs.</summary>
    /// <param name="codecs">The host's codecs; may contain a <see cref="Lz4PayloadCodec"/>, which is added when it does not.</param>
    /// <exception cref="ArgumentException">Two codecs have one id, or a codec of the host has an id below 32.</exception>
    public PayloadCodecs(IEnumerable<IPayloadCodec> codecs)
    {
        ArgumentNullException.ThrowIfNull(codecs);
        foreach (var codec in codecs)
        {
            ArgumentNullException.ThrowIfNull(codec, nameof(codecs));
            Add(codec);
        }

        _byId[Lz4Id] ??= new Lz4PayloadCodec();
    }

    /// <summary>LZ4 and nothing else.</summary>
    public static PayloadCodecs Default { get; } = new([]);

    /// <summary>Finds the codec with that id.</summary>
    public bool TryGet(byte id, [NotNullWhen(true)] out IPayloadCodec? codec)
    {
        codec = _byId[id];
        return codec is not null;
    }

    private void Add(IPayloadCodec codec)
    {
        var id = codec.Id;
        if (id < FirstHostId && codec is not Lz4PayloadCodec)
        {
            throw new ArgumentException(
                $"The payload codec '{codec.Name}' ({codec.GetType()}) has the id {id}, but 0 to {FirstHostId - 1} are reserved. Give it an id from {FirstHostId} to {byte.MaxValue}.",
                nameof(codec));
        }

        if (_byId[id] is { } other)
        {
            throw new ArgumentException(
                $"The payload codecs '{other.Name}' ({other.GetType()}) and '{codec.Name}' ({codec.GetType()}) both have the id {id}. The id is how a frame names its codec; give one of them another, or register it once.",
                nameof(codec));
        }

        _byId[id] = codec;
    }
}
