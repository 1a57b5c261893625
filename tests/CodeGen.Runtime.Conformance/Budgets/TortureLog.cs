using System.Text;
using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Budgets;

/// <summary>
/// What a process was told, as it would have told others: each line in one write, so that a killed process leaves whole lines. H held, S settled, R released, L a chunk of the process, and counts: F refused, U unavailable; X what
/// may not happen.
/// </summary>
internal sealed class TortureLog(string path) : IDisposable
{
    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    public void Settled(BudgetHoldId id, Money actual) => Write('S', id.ToString(), HoldText.Amount(actual));

    /// <summary>From now on it may serve reservations by itself.</summary>
    public void Leased(BudgetHoldId chunk, Money most) => Write('L', chunk.ToString(), HoldText.Amount(most));

    public void Count(char what) => Write(what);

    /// <summary>Something failed as nothing may.</summary>
    public void Failed(Exception exception) => Write('X', exception.ToString().ReplaceLineEndings(" ").Replace('\t', ' '));

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
