namespace CodeGen.Runtime.Caching;

/// <summary>A factory did not finish within its deadline. Its cancellation token was cancelled and its value, should one still come, is dropped.</summary>
/// <param name="message">Which key, which deadline.</param>
public sealed class CacheFactoryTimeoutException(string message) : TimeoutException(message);
