using System.Buffers;
using System.Text;
using CodeGen.Runtime.Caching;

namespace CodeGen.Runtime.IntegrationTests.Caching.Guarantees;

/// <summary>Holds the node while it turns a frame into a value: after the frame was judged, before local memory is filled.</summary>
internal sealed class HeldSerializer : ICacheSerializer<string>
{
    private volatile Gate? _gate;

    public Gate HoldNext() => _gate = new Gate();

    public void Serialize(string value, IBufferWriter<byte> destination) => destination.Write(Encoding.UTF8.GetBytes(value));

    public string Deserialize(in ReadOnlySequence<byte> source)
    {
        if (Interlocked.Exchange(ref _gate, null) is { } gate)
        {
            gate.PassAsync().GetAwaiter().GetResult();
        }

        return Encoding.UTF8.GetString(source);
    }
}
