using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace CodeGen.Runtime.Caching;

/// <summary>Where an entry of one version lies in Redis. The hash tag is made from a hash, since keys may hold braces; data and flight share a slot.</summary>
internal readonly record struct DataKey
{
    private const string DataKind = ":d:";
    private const string FlightKind = ":f:";
    private readonly int _kind;

    private DataKey(string data, int kind)
    {
        Data = data;
        _kind = kind;
    }

    public string Data { get; }

    /// <summary>Made on each call: a look needs none.</summary>
    public string Flight => string.Concat(Data.AsSpan(0, _kind), FlightKind, Data.AsSpan(_kind + DataKind.Length));

    public static DataKey Of(string ns, string member, int version)
    {
        ulong slot = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(member.AsSpan()));

        // Only the separator becomes a colon: a line feed inside a plain key stays, so that two texts never differ by their short hash alone.
        int separator = member.IndexOf('\n', StringComparison.Ordinal);
        return new DataKey(
            string.Create(CultureInfo.InvariantCulture, $"{ns}{DataKind}{{{slot:x16}}}:v{version}:{member.AsSpan(1, separator - 1)}:{member.AsSpan(separator + 1)}"),
            ns.Length);
    }
}
