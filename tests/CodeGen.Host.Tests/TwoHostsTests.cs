using System.Diagnostics;
using CodeGen.Host.Hosting;
using CodeGen.Host.Tests.Support;

namespace CodeGen.Host.Tests;

public sealed class TwoHostsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly EmbeddedRedis _redis = EmbeddedRedis.Start();

    [Fact]
    public async Task Generate_OnTheOtherHost_IsASharedHitWithTheSameBytes()
    {
        await using TestHost one = await TestHost.OnRedisAsync(_redis.ConnectionString);
        await using TestHost two = await TestHost.OnRedisAsync(_redis.ConnectionString);
        using HttpResponseMessage made = await one.Http.GenerateSampleAsync("petstore.json");

        using HttpResponseMessage shared = await two.Http.GenerateSampleAsync("petstore.json");
        using HttpResponseMessage local = await two.Http.GenerateSampleAsync("petstore.json");

        shared.Outcome().Should().Be("hit-l2");
        local.Outcome().Should().Be("hit-l1");
        (await shared.Content.ReadAsByteArrayAsync()).Should().Equal(await made.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("project")]
    [InlineData("file")]
    [InlineData("tag")]
    [InlineData("pattern")]
    public async Task Invalidate_OnOneHost_IsSeenByTheOtherThatWasWarm(string how)
    {
        await using TestHost one = await TestHost.OnRedisAsync(_redis.ConnectionString);
        await using TestHost two = await TestHost.OnRedisAsync(_redis.ConnectionString);
        using (await one.Http.GenerateSampleAsync("petstore.json", how))
        using (await two.Http.GenerateSampleAsync("petstore.json", how))
        using (HttpResponseMessage warm = await two.Http.GenerateSampleAsync("petstore.json", how))
        {
            warm.Outcome().Should().Be("hit-l1");
        }

        object what = how switch
        {
            "project" => new { project = how },
            "file" => new { project = how, file = "petstore.json" },
            "tag" => new { tag = "generator:nswag" },
            _ => new { pattern = "code_gen:*:petstore.json:*" },
        };
        await one.Http.InvalidateAsync(what);

        await UntilAsync(async () =>
        {
            using HttpResponseMessage response = await two.Http.GenerateSampleAsync("petstore.json", how);
            return response.Outcome() == "miss";
        });
    }

    public void Dispose() => _redis.Dispose();

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        long start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Stopwatch.GetElapsedTime(start).Should().BeLessThan(Patience);
        }
    }
}
