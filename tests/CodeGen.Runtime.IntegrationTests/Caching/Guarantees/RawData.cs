using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using StackExchange.Redis;

namespace CodeGen.Runtime.IntegrationTests.Caching.Guarantees;

/// <summary>Looks at, and tampers with, what lies in the server, behind the library's back.</summary>
internal sealed class RawData : IAsyncDisposable
{
    private readonly ConnectionMultiplexer _connection;

    private RawData(ConnectionMultiplexer connection) => _connection = connection;

    public IDatabase Database => _connection.GetDatabase();

    public static async Task<RawData> ConnectAsync(ITestServer server) => new(await ConnectionMultiplexer.ConnectAsync(server.ConnectionString));

    /// <summary>Where a generation of a version lies.</summary>
    public static RedisKey KeyOf(string ns, GenerationKey key, int version = 1) => DataKey.Of(ns, EntryMember.Of("code_gen", key.ToKeyText()), version).Data;

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();
}
