using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Costs;

/// <summary>The budgets of a host over a store: finds who is concerned, converts, and tells of alerts.</summary>
internal sealed partial class BudgetKeeper : IBudgets
{
    /// <summary>A store's clock can leave a table's windows once, or twice in a race; more often, the clocks make no sense.</summary>
    private const int MaxTables = 4;

    private readonly Dictionary<string, BudgetScope> _byName;
    private readonly ScopeIndex _index;
    private readonly IBudgetExchange? _exchange;
    private readonly IBudgetAlertHandler[] _handlers;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly long _lease;
    private readonly ulong _process = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private ulong _count;

    public BudgetKeeper(
        BudgetScope[] scopes,
        IBudgetStore store,
        TimeSpan lease,
        TimeProvider time,
        IBudgetExchange? exchange,
        IEnumerable<IBudgetAlertHandler> handlers,
        ILogger logger)
    {
        _byName = scopes.ToDictionary(static scope => scope.Definition.Name, StringComparer.Ordinal);
        _index = new ScopeIndex(scopes);
        _exchange = exchange;
        _handlers = [.. handlers];
        _time = time;
        _logger = logger;
        _lease = (long)lease.TotalMilliseconds;
        Definitions = [.. scopes.Select(static scope => scope.Definition)];
        Store = store;
        store.OnCrossedLater(crossed => AlertAsync(crossed));
    }

    public IReadOnlyList<BudgetDefinition> Definitions { get; }

    internal IBudgetStore Store { get; }

    public ValueTask<BudgetReservation> TryReserveAsync(Money estimate, CostAttribution? attribution = null, CancellationToken cancellationToken = default)
    {
        HoldRecord hold = Make(estimate, attribution, charge: false);
        ValueTask<ReserveOutcome> pending = Store.ReserveAsync(hold, cancellationToken);
        if (!pending.IsCompletedSuccessfully)
        {
            return WaitAsync(hold, pending, cancellationToken);
        }

        ReserveOutcome outcome = pending.Result;
        return outcome.Status == ReserveStatus.TableTooOld
            ? WaitAsync(hold, new ValueTask<ReserveOutcome>(outcome), cancellationToken)
            : new ValueTask<BudgetReservation>(Reserved(hold, outcome));
    }

    public ValueTask<BudgetHold> ReserveAsync(Money estimate, CostAttribution? attribution = null, CancellationToken cancellationToken = default)
    {
        ValueTask<BudgetReservation> pending = TryReserveAsync(estimate, attribution, cancellationToken);
        if (pending.IsCompletedSuccessfully)
        {
            return new ValueTask<BudgetHold>(HoldOf(pending.Result));
        }

        return HoldOfAsync(pending);
    }

    private static async ValueTask<BudgetHold> HoldOfAsync(ValueTask<BudgetReservation> pending) => HoldOf(await pending.ConfigureAwait(false));

    private static BudgetHold HoldOf(BudgetReservation reservation) => reservation.Hold ?? throw new BudgetExceededException(reservation.Refusal!);

    private static void EnsureTable(HoldRecord hold, ReserveOutcome outcome, int tables)
    {
        if (tables == MaxTables)
        {
            throw new InvalidOperationException($"The clock of the budgets' store reads {outcome.Now} ms since 1970, and windows computed for it do not contain it. Check the clocks.");
        }

        foreach (ref HoldShare share in hold.Shares.AsSpan())
        {
            if (share.Scope.Table.IndexOf(outcome.Now) < 0)
            {
                share.Scope.Extend(outcome.Now);
            }
        }
    }

    private async ValueTask<BudgetReservation> WaitAsync(HoldRecord hold, ValueTask<ReserveOutcome> pending, CancellationToken cancellationToken)
    {
        ReserveOutcome outcome = await pending.ConfigureAwait(false);
        for (int tables = 0; outcome.Status == ReserveStatus.TableTooOld; tables++)
        {
            EnsureTable(hold, outcome, tables);
            outcome = await Store.ReserveAsync(hold, cancellationToken).ConfigureAwait(false);
        }

        return Reserved(hold, outcome);
    }

    private BudgetReservation Reserved(HoldRecord hold, ReserveOutcome outcome)
    {
        if (outcome.Status == ReserveStatus.Held)
        {
            return new BudgetReservation(new BudgetHold(this, hold));
        }

        HoldShare share = hold.Shares[outcome.Share];
        Currency currency = share.Scope.Definition.Limit.Currency;
        return new BudgetReservation(new BudgetRefusal(
            share.Scope.Definition.Name,
            share.WindowId!,
            share.Scope.Definition.Limit,
            Money.FromPicos(share.Amount, currency),
            Money.FromPicos(outcome.Available, currency),
            DateTimeOffset.FromUnixTimeMilliseconds(outcome.RenewsAt)));
    }

    /// <summary>Finds the budgets and converts the amount for each. What a budget that refuses nothing cannot convert, it counts as such and leaves out.</summary>
    private HoldRecord Make(Money amount, CostAttribution? attribution, bool charge, BudgetHoldId? id = null, DateTimeOffset? at = null)
    {
        EnsureNotNegative(amount);
        CostAttribution whole = attribution is null ? CostContext.Current : attribution.Over(CostContext.Current);
        var buffer = default(ScopeBuffer);
        Span<BudgetScope?> found = buffer;
        int count = _index.Find(whole, found);
        var shares = new HoldShare[count];
        int taken = 0;
        for (int i = 0; i < count; i++)
        {
            BudgetScope scope = found[i]!;
            ref HoldShare share = ref shares[taken];
            share.Scope = scope;
            share.Amount = amount.Picos;
            if (amount.Currency == scope.Definition.Limit.Currency || amount.IsZero)
            {
                taken++;
                continue;
            }

            if (RateTo(scope, amount.Currency, throws: scope.IsEnforced && !charge, at) is { } rate)
            {
                share.Amount = charge ? Conversion.HalfToEven(amount.Picos, rate) : Conversion.Up(amount.Picos, rate);
                share.Rate = rate;
                taken++;
            }
        }

        return new HoldRecord(id ?? new BudgetHoldId(_process, Interlocked.Increment(ref _count)), amount, whole, taken == count ? shares : shares[..taken], _lease);
    }

    private decimal? RateTo(BudgetScope scope, Currency from, bool throws, DateTimeOffset? at = null)
    {
        Currency to = scope.Definition.Limit.Currency;
        var date = DateOnly.FromDateTime((at ?? _time.GetUtcNow()).UtcDateTime);
        if (_exchange?.RateOn(from, to, date) is { } rate and > 0)
        {
            return rate;
        }

        if (throws)
        {
            throw new InvalidOperationException(
                $"The budget '{scope.Definition.Name}' is in {to}, the amount is in {from}, and no rate from {from} to {to} is known for {date:yyyy-MM-dd}. Give one, or a budget in {from}; nothing is guessed.");
        }

        scope.CountUnconverted();
        BudgetLog.NotConverted(_logger, scope.Definition.Name, from, to, date);
        return null;
    }

    private static void EnsureNotNegative(Money amount)
    {
        if (amount.IsNegative)
        {
            throw new ArgumentOutOfRangeException(nameof(amount), amount.ToString(), "An amount of a budget is 0 or more. Refunds are adjustments of the ledger.");
        }
    }
}
