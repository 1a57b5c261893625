using System.Globalization;
using System.Text;
using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Budgets;

/// <summary>
/// What a process wrote down of its account: each line in one write, so that a killed process leaves whole lines. H held, S and T what is about to be settled or released, B booked, R released,
/// V a chunk that is about to be booked, K what was acknowledged as settled, and counts: G granted, F refused, U unavailable; X what may not happen.
/// </summary>
internal sealed class SideFile(string path, string node) : INodeJournal, IDisposable
{
    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    public void Reserved(HoldRecord hold) =>
        Write('H', hold.Id.ToString(), hold.OrphanedAt.ToString(CultureInfo.InvariantCulture), Convert.ToBase64String(Encoding.UTF8.GetBytes(HoldText.Record(hold, node))));

    public void Booked(HoldRecord hold, IReadOnlyList<NodeBooking> changes) =>
        Write('B', hold.Id.ToString(), string.Join(';', changes.Select(static c => string.Create(CultureInfo.InvariantCulture, $"{c.Budget}|{c.WindowStart}|{c.Committed}"))));

    public void Released(HoldRecord hold) => Write('R', hold.Id.ToString());

    public void Forgotten() => throw new InvalidOperationException("No node of a torture is given up.");

    public void Settling(BudgetHoldId id, Money actual) => Write('S', id.ToString(), HoldText.Amount(actual));

    /// <summary>What it comes to in each budget, and the holds that it leaves behind: a process that comes after says the same.</summary>
    public void Splitting(HoldRecord chunk, BookedAmounts settled, HoldRecord[] open) => Write(
        'V',
        chunk.Id.ToString(),
        string.Join(';', chunk.Shares.Select((_, i) => LimbText.Of(settled[i]))),
        string.Join(';', open.Select(hold => string.Create(CultureInfo.InvariantCulture, $"{hold.Id}|{hold.OrphanedAt}|{Convert.ToBase64String(Encoding.UTF8.GetBytes(HoldText.Record(hold, node)))}"))));

    public void Acknowledged(Money actual) => Write('K', string.Empty, HoldText.Amount(actual));

    public void Releasing(BudgetHoldId id) => Write('T', id.ToString());

    public void Count(char what) => Write(what);

    /// <summary>Something failed as nothing may.</summary>
    public void Failed(Exception exception) => Write('X', string.Empty, exception.ToString().ReplaceLineEndings(" ").Replace('\t', ' '));

    public void Dispose() => _file.Dispose();

    private void Write(char what, params string[] parts)
    {
        byte[] line = Encoding.UTF8.GetBytes($"{what}\t{string.Join('\t', parts)}\n");
        lock (_file)
        {
            _file.Write(line);
        }
    }
}
