namespace CodeGen.Runtime.Contracts;

/// <summary>What the peers are told of the server: that it may be away at the start, and to give up early.</summary>
internal static class PeerConnection
{
    public static string Of(string connection) => $"{connection},abortConnect=false,connectTimeout=2000,syncTimeout=2000,asyncTimeout=2000";
}
