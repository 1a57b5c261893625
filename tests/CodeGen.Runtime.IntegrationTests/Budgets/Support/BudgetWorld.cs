using System.Globalization;
using CodeGen.Runtime.Costs;
using CodeGen.Runtime.TestKit;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace CodeGen.Runtime.IntegrationTests.Budgets;

/// <summary>A store with a clock of the test's, and the nodes that share it.</summary>
internal sealed class BudgetWorld : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 15, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start);
    private readonly IConnectionMultiplexer? _connection;
    private readonly List<BudgetNode> _nodes = [];

    private BudgetWorld(IConnectionMultiplexer? connection, string? address)
    {
        _connection = connection;
        Address = address;
    }

    public string Namespace { get; } = TestServers.UniqueNamespace();

    /// <summary>The server, or null for one process.</summary>
    public string? Address { get; }

    public DateTimeOffset Now => _time.GetUtcNow();

    public IDatabase Database => _connection!.GetDatabase();

    public BudgetKeys Keys => new(Namespace);

    /// <summary>How nodes reserve of which nothing else is said.</summary>
    private LeasingOptions? Leasing { get; init; }

    public static async Task<BudgetWorld> CreateAsync(BudgetStoreKind kind, ServersFixture servers) => kind switch
    {
        BudgetStoreKind.InProcess => new BudgetWorld(null, null),
        BudgetStoreKind.Leased => await CreateAsync((await servers.GetAsync(ServerKind.Redis)).ConnectionString, new LeasingOptions { Mode = SharedBudgetMode.Leased }),
        _ => await CreateAsync((await servers.GetAsync(Enum.Parse<ServerKind>(kind.ToString()))).ConnectionString),
    };

    public static async Task<BudgetWorld> CreateAsync(string address, LeasingOptions? leasing = null)
    {
        var world = new BudgetWorld(await ConnectionMultiplexer.ConnectAsync(address), address) { Leasing = leasing };
        await world.SetAsync(Start);
        return world;
    }

    /// <summary>A node of this store.</summary>
    /// <param name="configure">Its budgets.</param>
    /// <param name="skew">How far ahead its clock is.</param>
    /// <param name="options">Changes what it knows of the store.</param>
    /// <param name="address">Where it finds the server, when not where the world does.</param>
    /// <param name="journal">What the node had booked before, and where it writes down what it books.</param>
    /// <param name="leasing">How it serves reservations by itself, where it does.</param>
    public BudgetNode Node(Action<BudgetsBuilder> configure, TimeSpan skew = default, Func<SharedBudgetOptions, SharedBudgetOptions>? options = null, string? address = null, INodeJournal? journal = null, LeasingOptions? leasing = null)
    {
        var time = new FakeTimeProvider(Now + skew);
        var node = new BudgetNode(this, Address is null ? _time : time, configure, options, address, journal, leasing ?? Leasing);
        _nodes.Add(node);
        return node;
    }

    public Task AdvanceAsync(TimeSpan by) => SetAsync(Now + by);

    /// <summary>Sets the store's clock, and those of the nodes by as much.</summary>
    public async Task SetAsync(DateTimeOffset now)
    {
        TimeSpan by = now - Now;
        _time.AdjustTime(now);
        foreach (BudgetNode node in _nodes.Where(node => node.Time != _time))
        {
            // Time passes; a clock that is set back is set and nothing else.
            if (by > TimeSpan.Zero)
            {
                node.Time.Advance(by);
            }
            else
            {
                node.Time.AdjustTime(node.Time.GetUtcNow() + by);
            }
        }

        if (_connection is not null)
        {
            await Database.HashSetAsync(Keys.Meta, "clock", now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (BudgetNode node in _nodes)
        {
            await node.DisposeAsync();
        }

        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
    }
}
