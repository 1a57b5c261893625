using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace CodeGen.Runtime.Caching;

/// <summary>Where an entry of one version lies in Redis. The hash tag is made from a hash, since keys may hold braces; data and flight share a slot.</summary>
internal readonly record struct DataKey(string Data, string Flight)
{
    public static DataKey Of(string ns, string member, int version)
    {
        ulong slot = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(member.AsSpan()));
        string rest = string.Create(CultureInfo.InvariantCulture, $"{{{slot:x16}}}:v{version}:{member.AsSpan(1)}").Replace('\n', ':');
        return new DataKey($"{ns}:d:{rest}", $"{ns}:f:{rest}");
    }
}
