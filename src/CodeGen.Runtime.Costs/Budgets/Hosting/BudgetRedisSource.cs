using StackExchange.Redis;

namespace CodeGen.Runtime.Costs;

/// <summary>A connection that the host configures in code.</summary>
internal sealed record BudgetRedisSource(Func<ConfigurationOptions> Configure);
