namespace CodeGen.Runtime.Coordination;

/// <summary>The shared server could not be asked, answered with an error, or was refused by the server check. The message names the server without its credentials.</summary>
public class CoordinationException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was wrong, where, and the remedy.</param>
    public CoordinationException(string message)
        : base(message)
    {
    }

    /// <summary>Whether the server is there and answered, only not with what was asked: one bad key, say. It is no sign of an outage.</summary>
    public bool IsServerAnswer { get; init; }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was wrong, where, and the remedy.</param>
    /// <param name="innerException">The cause.</param>
    public CoordinationException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
