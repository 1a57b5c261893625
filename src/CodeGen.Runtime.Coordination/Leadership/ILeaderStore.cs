namespace CodeGen.Runtime.Coordination;

/// <summary>A lock with a life of its own on the shared server.</summary>
internal interface ILeaderStore
{
    /// <summary>Takes the role or prolongs it for this token; <see langword="false"/> when another token holds it.</summary>
    Task<bool> TryHoldAsync(string role, string token, TimeSpan life, CancellationToken cancellationToken);

    /// <summary>Gives the role up if this token holds it.</summary>
    Task ReleaseAsync(string role, string token, CancellationToken cancellationToken);
}
