using System.Globalization;
using FluentAssertions;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>What a process said of its budgets before it was killed, and what may therefore be counted. What it had begun and not acknowledged may have been done or not, but not by half.</summary>
internal sealed class ToldBudgets(int threads)
{
    private readonly Dictionary<BudgetHoldId, Money> _open = [];
    private readonly Dictionary<BudgetHoldId, Money> _settling = [];
    private readonly HashSet<BudgetHoldId> _releasing = [];
    private readonly Dictionary<string, Money> _charging = [];
    private readonly HashSet<BudgetHoldId> _closed = [];
    private Money _capped = Money.Zero(Currency.Usd);
    private Money _free = Money.Zero(Currency.Usd);

    public void Read(string line)
    {
        string[] words = line.Split(' ');
        switch (words)
        {
            case ["held", { Length: 33 } id, var cents]:
                _open.Add(Id(id), Cents(cents));
                break;
            case ["settling", { Length: 33 } id, var cents]:
                _settling.Add(Id(id), Cents(cents));
                break;
            case ["settled", { Length: 33 } id, _]:
                Settled(Id(id), _settling[Id(id)]);
                break;
            case ["releasing", { Length: 33 } id]:
                _releasing.Add(Id(id));
                break;
            case ["released", { Length: 33 } id]:
                _releasing.Remove(Id(id));
                Close(Id(id));
                break;
            case ["charging", var name, var cents]:
                _charging[name] = Cents(cents);
                break;
            case ["charged", var name, _]:
                _free += _charging[name];
                _charging.Remove(name);
                break;
        }
    }

    public void Settled(BudgetHoldId id, Money actual)
    {
        _settling.Remove(id);
        _capped += actual;
        Close(id);
    }

    public void Check(IReadOnlyList<IndeterminateHold> found, Money capped, Money all)
    {
        Dictionary<BudgetHoldId, Money> open = found.ToDictionary(static hold => hold.Id, static hold => hold.Estimate);
        open.Keys.Should().NotIntersectWith(_closed);
        foreach ((BudgetHoldId id, Money estimate) in _open.ToArray())
        {
            if (open.Remove(id, out Money kept))
            {
                kept.Should().Be(estimate);
            }
            else if (_settling.TryGetValue(id, out Money actual))
            {
                Settled(id, actual);
            }
            else
            {
                _releasing.Should().Contain(id, "an acknowledged hold is there");
                Close(id);
            }
        }

        // Held and not acknowledged: one for each thread at most.
        open.Count.Should().BeLessThanOrEqualTo(threads);
        foreach ((BudgetHoldId id, Money estimate) in open)
        {
            _open.Add(id, estimate);
        }

        capped.Should().Be(_capped);
        Money[] possible = [.. Subsets([.. _charging.Values]).Select(more => _free + more)];
        possible.Should().Contain(all - capped);
        _free = all - capped;
        _charging.Clear();
        _settling.Clear();
        _releasing.Clear();
    }

    private static IEnumerable<Money> Subsets(Money[] amounts) =>
        Enumerable.Range(0, 1 << amounts.Length).Select(bits => amounts.Where((_, i) => (bits & (1 << i)) != 0).Aggregate(Money.Zero(Currency.Usd), static (sum, one) => sum + one));

    private static BudgetHoldId Id(string text) => BudgetHoldId.TryParse(text, out BudgetHoldId id) ? id : throw new FormatException(text);

    private static Money Cents(string cents) => Money.Of(int.Parse(cents, CultureInfo.InvariantCulture) / 100m, Currency.Usd);

    private void Close(BudgetHoldId id)
    {
        _open.Remove(id);
        _closed.Add(id);
    }
}
