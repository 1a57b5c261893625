namespace CodeGen.Runtime.Coordination;

/// <summary>What a room does with the log. Called under the follower's lock, so implementations neither block nor call back into the follower.</summary>
internal interface ILogSink
{
    /// <summary>
    /// Applies one member of a record. May be called early (before its turn) and more than once for one sequence; the effect is "every value stamped before
    /// <paramref name="sequence"/> that belongs to <paramref name="member"/> is dead".
    /// </summary>
    /// <param name="member">The member.</param>
    /// <param name="sequence">Its sequence.</param>
    /// <param name="record">The whole record when it was heard live; <see langword="null"/> in a replay.</param>
    void Apply(string member, long sequence, LogRecord? record);

    /// <summary>Values outside the horizon are dead from now on.</summary>
    void HorizonChanged(LogHorizon horizon);

    /// <summary>Applies to the values of this process only, right now: the log's server is away and the record has no sequence yet.</summary>
    void ApplyLocally(IReadOnlyList<string> members);
}
