namespace CodeGen.Runtime.TestKit.Faults;

/// <summary>What a proxy does with connections.</summary>
internal enum ProxyMode
{
    /// <summary>Passes bytes.</summary>
    Open,

    /// <summary>Has no connections and refuses new ones.</summary>
    Severed,

    /// <summary>Keeps and accepts connections, and swallows their bytes.</summary>
    Blackhole,
}
