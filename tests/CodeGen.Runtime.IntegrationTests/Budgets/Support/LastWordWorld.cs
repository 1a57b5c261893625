using CodeGen.Runtime.Costs;
using CodeGen.Runtime.Costs.Tests;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using StackExchange.Redis;

namespace CodeGen.Runtime.IntegrationTests.Budgets;

/// <summary>
/// A hold whose owner says what it came to, and which a policy resolves at its ceiling because its lease ended, while the server loses what it was told. In the end, over the ledgers of both, the hold came to what its owner
/// said, or to what the policy said where the owner said nothing, and the server has the same.
/// </summary>
internal sealed class LastWordWorld : IAsyncDisposable
{
    private const decimal Word = 3;
    private const decimal LeftOpen = 2;

    private const string SaveScript = """
        local saved = {}
        for _, key in ipairs(redis.call('KEYS', ARGV[1])) do
          saved[#saved + 1] = key
          saved[#saved + 1] = tostring(math.max(0, redis.call('PTTL', key)))
          saved[#saved + 1] = redis.call('DUMP', key)
        end
        return saved
        """;

    private const string LoseScript = """
        for _, key in ipairs(redis.call('KEYS', ARGV[1])) do redis.call('DEL', key) end
        for i = 4, #ARGV, 3 do redis.call('RESTORE', ARGV[i], ARGV[i + 1], ARGV[i + 2]) end
        redis.call('HSET', KEYS[1], 'clock', ARGV[2])
        if ARGV[3] ~= '' then redis.call('HSET', KEYS[1], 'run', ARGV[3]) end
        """;

    private readonly BudgetWorld _world;
    private readonly LastWordHold _kind;
    private readonly TestLedger _ownersLedger = new();
    private readonly TestLedger _policysLedger = new();
    private RedisValue[] _saved = [];
    private DyingJournal? _ownersJournal;
    private DyingJournal? _policysJournal;
    private LedgeredNode _owner;
    private LedgeredNode _policy;
    private BudgetHold? _hold;
    private BudgetHoldId _id;
    private Money _ceiling;
    private bool _servesChunk;
    private decimal _leftOpen;
    private bool _said;
    private bool _resolved;
    private int _failOvers;

    private LastWordWorld(BudgetWorld world, LastWordHold kind)
    {
        _world = world;
        _kind = kind;
        _owner = Owner();
        _policy = Policy();
    }

    /// <summary>Runs a life of the hold, and judges it.</summary>
    public static async Task RunAsync(string address, LastWordHold kind, IReadOnlyList<LastWordAct> acts)
    {
        await using BudgetWorld budgets = await BudgetWorld.CreateAsync(address);
        await using var world = new LastWordWorld(budgets, kind);
        await world.BeginAsync();
        foreach (LastWordAct act in acts)
        {
            await world.DoAsync(act);
        }

        string because = $"{kind}: {string.Join(' ', acts)}";
        await world.JudgeAsync(because);
        await world.DoAsync(LastWordAct.Flush);
        await world.DoAsync(LastWordAct.WakePolicy);
        await world.JudgeAsync(because + ", and flushed, the policy first");
        await world.DoAsync(LastWordAct.Save);
        await world.DoAsync(LastWordAct.RestartOwner);
        await world.DoAsync(LastWordAct.RestartPolicy);
        await world.DoAsync(LastWordAct.FailOver);
        await world.DoAsync(LastWordAct.WakeOwner);
        await world.JudgeAsync(because + ", and failed over, the owner first");
    }

    public async ValueTask DisposeAsync()
    {
        await _owner.DisposeAsync();
        await _policy.DisposeAsync();
        _ownersLedger.Dispose();
        _policysLedger.Dispose();
    }

    private async Task BeginAsync()
    {
        await _policy.Budgets.ChargeAsync(Usd(1));
        if (_kind == LastWordHold.Reserved)
        {
            _hold = await _owner.Budgets.ReserveAsync(Usd(20));
            (_id, _ceiling) = (_hold.Id, Usd(20));
        }
        else
        {
            await (await _owner.Budgets.ReserveAsync(Usd(5))).SettleAsync(Usd(Word));
            _ = _kind == LastWordHold.ChunkWithOpen ? await _owner.Budgets.ReserveAsync(Usd(LeftOpen)) : null;
            HoldRecord chunk = _owner.Store.Account.OpenHolds().Single();
            (_id, _ceiling, _servesChunk) = (chunk.Id, chunk.Estimate, true);
        }

        await _policy.Store.PulseAsync();
        await _owner.Store.PulseAsync();
    }

    private async Task DoAsync(LastWordAct act)
    {
        switch (act)
        {
            case LastWordAct.Save:
                _saved = (RedisValue[])(await _world.Database.ScriptEvaluateAsync(SaveScript, [], [_world.Namespace + "*"]))!;
                break;
            case LastWordAct.FailOver:
                await LoseAsync($"another{++_failOvers}", _saved);
                break;
            case LastWordAct.Flush:
                await LoseAsync(string.Empty, []);
                break;
            case LastWordAct.Wait:
                await _world.AdvanceAsync(BudgetsOptions.DefaultLease);
                break;
            case LastWordAct.Resolve:
                await ResolveAsync();
                break;
            case LastWordAct.ResolveAndDie:
                _policysJournal!.DiesOf = _id;
                await ResolveAsync();
                await RestartPolicyAsync();
                break;
            case LastWordAct.Say:
                await SayAsync();
                break;
            case LastWordAct.SayAndDie:
                _ownersJournal!.DiesOf = _id;
                await SayAsync();
                _said |= _ownersJournal.WasIntended;
                await RestartOwnerAsync();
                break;
            case LastWordAct.RestartOwner:
                await RestartOwnerAsync();
                break;
            case LastWordAct.RestartPolicy:
                await RestartPolicyAsync();
                break;
            case LastWordAct.WakeOwner:
                await WakeAsync(_owner);
                break;
            case LastWordAct.WakePolicy:
                await WakeAsync(_policy);
                break;
        }
    }

    private async Task ResolveAsync()
    {
        try
        {
            _resolved |= await _policy.Budgets.ResolveAsync(hold => hold.Id == _id ? hold.Estimate : null) > 0;
        }
        catch (Exception e) when (e is BudgetUnavailableException or KilledException)
        {
            // Not while nodes are missing; or it was done by a process that is gone.
        }
    }

    private async Task SayAsync()
    {
        try
        {
            if (_hold is { } hold)
            {
                await hold.SettleAsync(Usd(Word));
                _said = true;
            }
            else if (_servesChunk)
            {
                _servesChunk = false;
                _leftOpen = _kind == LastWordHold.ChunkWithOpen ? LeftOpen : 0;
                await _owner.Node.FlushAsync();
                _said = true;
            }
            else if (_owner.Store.FindOpen(_id) is { } open)
            {
                // As far as it knows the hold is open: nobody has told it otherwise.
                _owner.Store.SettleLate(open, new BookedAmounts(Usd(Word)));
                _said = true;
                await _owner.Store.DrainAsync();
            }
        }
        catch (KilledException)
        {
            // It was done by a process that is gone.
        }
    }

    private static async Task WakeAsync(LedgeredNode node)
    {
        await node.Store.PulseAsync();
        await node.Store.DrainAsync();
    }

    private async Task RestartOwnerAsync()
    {
        await _owner.DisposeAsync();
        _owner = Owner();
        (_hold, _servesChunk) = (null, false);
    }

    private async Task RestartPolicyAsync()
    {
        await _policy.DisposeAsync();
        _policy = Policy();
    }

    private LedgeredNode Owner() => new(
        _world, _ownersLedger, Define, journal => _ownersJournal = new DyingJournal(journal), leasing: _kind == LastWordHold.Reserved ? null : new LeasingOptions { Mode = SharedBudgetMode.Leased }, options: Expected);

    private LedgeredNode Policy() => new(_world, _policysLedger, Define, journal => _policysJournal = new DyingJournal(journal), options: Expected);

    /// <summary>Both hear of all, and then all ledgers and the server say the same.</summary>
    private async Task JudgeAsync(string because)
    {
        await WakeAsync(_owner);
        await WakeAsync(_policy);
        await _owner.SettledAsync();
        await _policy.SettledAsync();
        await ResolveOthersAsync();
        Money ofHold = Money.FromPicos(Booked(_owner) + Booked(_policy), Currency.Usd);
        if (_said || _resolved)
        {
            ofHold.Should().Be(_said ? Usd(Word) : _ceiling, because);
        }

        ofHold.Should().BeOneOf([Usd(Word), _ceiling, Usd(0)], because);
        Money held = ofHold.IsZero ? _ceiling : Usd(_said ? _leftOpen : 0);
        (await _policy.StatusAsync("all")).Should().BeEquivalentTo(new { Committed = ofHold + Usd(1), Held = held }, because);
        Money.FromPicos(Sum(_owner) + Sum(_policy), Currency.Usd).Should().Be(ofHold + Usd(1), because);
    }

    /// <summary>What is closed is not to be resolved again.</summary>
    private async Task ResolveOthersAsync()
    {
        if (_said || _resolved)
        {
            (await _policy.Budgets.ResolveAsync(hold => hold.Id == _id ? hold.Estimate : null)).Should().Be(0);
        }
    }

    /// <summary>What a node's ledger has of the hold.</summary>
    private Int128 Booked(LedgeredNode node)
    {
        Int128 sum = 0;
        using LedgerReader reader = node.Log.Read(0);
        while (reader.Read() == ReadOutcome.Record)
        {
            var record = new JournalReader(reader.Payload);
            if ((LedgerRecordKind)reader.Current.Kind == LedgerRecordKind.Settle && StepPayload.TryReadHead(ref record, out byte form, out StepKey key)
                && (form & (JournalForm.Intended | JournalForm.Withdrawn)) == 0 && key.Id == _id)
            {
                sum = StepPayload.ReadBookings(ref record).Aggregate(sum, static (all, one) => all + one.Committed);
            }
        }

        return sum;
    }

    private static Int128 Sum(LedgeredNode node) => node.Store.Account.Snapshot().Aggregate((Int128)0, static (sum, one) => sum + one.Committed);

    /// <summary>At once, whatever is under way: all that the server has is what it had before, under another name of the server where it has one.</summary>
    private Task<RedisResult> LoseAsync(string run, RedisValue[] saved) => _world.Database.ScriptEvaluateAsync(
        LoseScript, [_world.Keys.Meta], [_world.Namespace + "*", _world.Now.ToUnixTimeMilliseconds(), run, .. saved]);

    /// <summary>Nobody is given up while leases end.</summary>
    private static SharedBudgetOptions Expected(SharedBudgetOptions options) => options with { NodeLife = 360_000_000 };

    private static void Define(BudgetsBuilder budgets) => budgets.AddBudget("all", static b => b.Monthly(1_000).Enforce());

    private static Money Usd(decimal amount) => Money.Of(amount, Currency.Usd);
}
