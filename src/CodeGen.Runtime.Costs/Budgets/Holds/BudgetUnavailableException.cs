namespace CodeGen.Runtime.Costs;

/// <summary>Budgets that several nodes share could not be asked, or have to be made again first, so that nobody knows what is left. What is enforced is refused then; nothing was changed, or what was is taken back.</summary>
public sealed class BudgetUnavailableException : Exception
{
    /// <summary>Says so.</summary>
    /// <param name="message">What was wanted, why it was not possible, and the remedy.</param>
    public BudgetUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Says so.</summary>
    /// <param name="message">What was wanted, why it was not possible, and the remedy.</param>
    /// <param name="innerException">The cause.</param>
    public BudgetUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether the server may have done it all the same, and only its answer was lost.</summary>
    internal bool MayHaveHappened { get; init; }

    /// <summary>Whether the step waits for the server, and is done then.</summary>
    internal bool IsWaiting { get; init; }

    /// <summary>Whether the server answered, and nodes are missing.</summary>
    internal bool IsFrozen { get; init; }
}
