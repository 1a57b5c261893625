using System.Globalization;
using CodeGen.Runtime.Costs;
using CodeGen.Runtime.TestKit;

namespace CodeGen.Runtime.Conformance.Ledger;

/// <summary>A writing process as the driver sees it. One caller at a time.</summary>
internal sealed class TortureWriter : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly NodeProcess _process;
    private readonly TortureTruth _truth;
    private readonly TortureTally _tally;
    private readonly List<LedgerDamage> _damages = [];

    private TortureWriter(NodeProcess process, TortureTruth truth, TortureTally tally) => (_process, _truth, _tally) = (process, truth, tally);

    /// <summary>Whether it is about to open the ledger.</summary>
    public bool IsOpening { get; private set; }

    /// <summary>Whether it has opened the ledger.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Whether it ended by itself, so that every answer was told.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>What the ledger told when it was opened.</summary>
    public IReadOnlyList<LedgerDamage> Damages => _damages;

    public int TornTails { get; private set; }

    /// <summary>How many answers it has told.</summary>
    public int Answers { get; private set; }

    /// <summary>How many of them were new records.</summary>
    public int Appended { get; private set; }

    /// <summary>How many were refused for lack of room.</summary>
    public int Refused { get; private set; }

    public static TortureWriter Start(string directory, int segmentBytes, TortureEvents events, int round, int threads, bool delete, TortureTruth truth, TortureTally tally)
    {
        string earlier = string.Join(',', truth.Rounds.TakeLast(8).Select(static r => $"{r.Round}:{r.Count}"));
        return new(
            NodeProcesses.Start(
                LedgerTortureNode.Name, ("directory", directory), ("segment", segmentBytes), ("seed", events.Seed), ("origin", events.Origin), ("round", round), ("threads", threads),
                ("delete", delete ? "on" : "off"), ("earlier", earlier)),
            truth,
            tally);
    }

    /// <summary>Takes what it tells until something holds. False where it ended before.</summary>
    public async Task<bool> ReadUntilAsync(Func<bool> holds)
    {
        try
        {
            while (!holds())
            {
                Take(await _process.ReadLineAsync(null, Patience));
            }

            return true;
        }
        catch (EndOfStreamException)
        {
            return false;
        }
    }

    public Task SendAsync(string line) => _process.SendAsync(line);

    /// <summary>Kills it and takes what it had told.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await ReadUntilAsync(static () => false);
    }

    /// <summary>Lets it end by itself.</summary>
    public async Task StopAsync()
    {
        await _process.StopAsync();
        await ReadUntilAsync(static () => false);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private void Take(string line)
    {
        string[] words = line.Split(' ', 2);
        switch (words[0])
        {
            case LedgerTortureNode.Opening:
                IsOpening = true;
                break;
            case LedgerTortureNode.Damage:
                _damages.Add(DamageLine.Read(words[1].Split(' ')));
                break;
            case LedgerTortureNode.Deleted:
                long[] deleted = [.. words[1].Split(' ').Select(static w => long.Parse(w, CultureInfo.InvariantCulture))];
                _tally.SegmentsDeleted += deleted[0];
                _truth.DeleteThrough(deleted[1]);
                break;
            case LedgerTortureNode.Ready:
                TornTails = int.Parse(words[1], CultureInfo.InvariantCulture);
                IsReady = true;
                break;
            case LedgerTortureNode.Closed:
                IsClosed = true;
                break;
            case LedgerTortureNode.Failed:
                _tally.TellWrong($"the ledger does not open: {words[1]}");
                break;
            default:
                Take(Answer.Parse(line));
                break;
        }
    }

    private void Take(IEnumerable<Answer> answers)
    {
        foreach (Answer answer in answers)
        {
            Answers++;
            Appended += answer.Kind == AnswerKind.Appended ? 1 : 0;
            Refused += answer.Kind == AnswerKind.Refused ? 1 : 0;
            _truth.Add(answer);
        }
    }
}
