using System.Text;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Hybrid;

namespace CodeGen.Runtime.Caching.Tests.Facades;

/// <summary>A class of a host that knows the framework's interfaces only.</summary>
internal sealed class ReviewService(HybridCache hybrid, IDistributedCache distributed)
{
    public int Made { get; private set; }

    public ValueTask<List<string>> ReviewAsync(string project, string file) => hybrid.GetOrCreateAsync(
        $"review/{project}/{file}",
        (Self: this, project, file),
        static (s, _) =>
        {
            s.Self.Made++;
            return ValueTask.FromResult<List<string>>([$"{s.file} of {s.project}", $"remark {s.Self.Made}"]);
        },
        new HybridCacheEntryOptions { Expiration = TimeSpan.FromMinutes(10) },
        tags: [$"project/{project}"]);

    public ValueTask ForgetAsync(string project, string file) => hybrid.RemoveAsync($"review/{project}/{file}");

    public ValueTask ForgetProjectAsync(string project) => hybrid.RemoveByTagAsync($"project/{project}");

    public ValueTask ForgetAllAsync() => hybrid.RemoveByTagAsync("*");

    public Task StartSessionAsync(string user) =>
        distributed.SetStringAsync($"session/{user}", $"{user} is here", new DistributedCacheEntryOptions { SlidingExpiration = TimeSpan.FromMinutes(20) });

    public async Task<string?> SessionAsync(string user) => await distributed.GetAsync($"session/{user}") is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    public Task EndSessionAsync(string user) => distributed.RemoveAsync($"session/{user}");
}
