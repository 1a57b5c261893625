namespace CodeGen.Runtime.Caching;

/// <summary>What a factory's write is compared with: the write version that its miss had seen, by which clock of the server it began, and the token of its flight.</summary>
/// <param name="SeenVersion">The write version of the frame that was there; 0 when there was none.</param>
/// <param name="BeganAt">Milliseconds on the clock of the server that holds the key.</param>
/// <param name="Token">The flight's token across nodes, or <see langword="null"/>.</param>
/// <param name="Acquired">Whether the flight was taken; <see langword="false"/> when another node holds it.</param>
internal readonly record struct WriteTicket(ulong SeenVersion, long BeganAt, string? Token, bool Acquired);
