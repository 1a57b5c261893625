using CodeGen.Runtime.Conformance.Ledger;
using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Tests.Ledger;

/// <summary>A real ledger whose events are acknowledged to a truth, as a run's driver does it.</summary>
internal sealed class TortureLedger : IDisposable
{
    public const int SegmentBytes = 16 << 10;
    public const int Events = 40;

    public TortureLedger()
    {
        Tally = new TortureTally(new Report());
        Truth = new TortureTruth(Tally);
        using LedgerLog log = LedgerLog.Open(new LedgerLogOptions { Directory = Path, SegmentBytes = SegmentBytes }, TimeProvider.System);
        for (int i = 0; i < Events; i++)
        {
            long number = TortureEvents.NumberOf(0, i);
            LedgerAppend appended = log.AppendOnce(Source.IdOf(number), TortureEvents.KindOf(number, 0), DateTimeOffset.UnixEpoch, Source.PayloadOf(number, 0));
            Truth.Add(new Answer(AnswerKind.Appended, number, 0, appended.Sequence));
        }
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("codegen-torture-").FullName;

    public TortureEvents Source { get; } = new(7, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());

    public TortureTally Tally { get; }

    public TortureTruth Truth { get; }

    public List<Injection> Injections { get; } = [];

    /// <summary>Lost, doubled, and other promises broken.</summary>
    public (int Lost, int Doubled, int Wrong) Found => (Tally.Lost, Tally.Doubled, Tally.Wrong);

    public List<LedgerEntry> Entries() => [.. LogChecker.Entries(new LedgerFiles(Path, TimeProvider.System))];

    public (int Lost, int Doubled, int Wrong) Check(IEnumerable<LedgerEntry> entries)
    {
        new LogChecker(Source, Truth, Injections, Tally).Check(entries);
        return Found;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
