namespace CodeGen.Runtime.TestKit;

/// <summary>A server answered a command of the kit with an error; the message is the server's own.</summary>
/// <param name="message">The error line without its leading dash.</param>
public sealed class RespErrorException(string message) : Exception(message);
