using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CodeGen.Runtime.Contracts.Invalidation;

/// <summary>A value whose reading a case can hold up: between what a node has read from the second tier and what it puts into its memory.</summary>
[JsonConverter(typeof(Converter))]
internal sealed record GatedValue(string Gate, string Text)
{
    private static readonly ConcurrentDictionary<string, (ManualResetEventSlim Entered, ManualResetEventSlim Open)> s_gates = new();

    /// <summary>From now on readers of this gate's values wait.</summary>
    public static void Close(string gate) => s_gates[gate] = (new ManualResetEventSlim(), new ManualResetEventSlim());

    /// <summary>Whether somebody waits.</summary>
    public static bool IsEntered(string gate) => s_gates[gate].Entered.IsSet;

    /// <summary>Lets who waits go on, and nobody waits any more.</summary>
    public static void Open(string gate)
    {
        if (s_gates.TryRemove(gate, out var held))
        {
            held.Open.Set();
        }
    }

    private sealed class Converter : JsonConverter<GatedValue>
    {
        public override GatedValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            string[] parts = reader.GetString()!.Split('|');
            if (s_gates.TryGetValue(parts[0], out var held))
            {
                held.Entered.Set();
                held.Open.Wait();
            }

            return new GatedValue(parts[0], parts[1]);
        }

        public override void Write(Utf8JsonWriter writer, GatedValue value, JsonSerializerOptions options) => writer.WriteStringValue($"{value.Gate}|{value.Text}");
    }
}
