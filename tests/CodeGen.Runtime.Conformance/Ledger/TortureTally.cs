namespace CodeGen.Runtime.Conformance.Ledger;

/// <summary>What a run counted. What must not happen fails the report at once.</summary>
internal sealed class TortureTally(Report report)
{
    public int Rounds { get; set; }

    public int Kills { get; set; }

    public int Stops { get; set; }

    public long Acknowledged { get; set; }

    public long Checked { get; set; }

    public long Repeated { get; set; }

    public long Conflicts { get; set; }

    public long Refusals { get; set; }

    public int FullDisks { get; set; }

    public int TornTails { get; set; }

    public int TornTailsCut { get; set; }

    public int BitsFlipped { get; set; }

    public int BitsFlippedForGood { get; set; }

    public int RecordsLostToBits { get; set; }

    public int RecordsNamed { get; set; }

    public int LooksBeside { get; set; }

    public int SecondWritersRefused { get; set; }

    public long SegmentsDeleted { get; set; }

    public int Lost { get; private set; }

    public int Doubled { get; private set; }

    public int Wrong { get; private set; }

    /// <summary>A record that was acknowledged is not there, or not as it was delivered.</summary>
    public void TellLost(string what)
    {
        Lost++;
        report.Fail("lost", "each acknowledged record as it was delivered", what);
    }

    /// <summary>An event has two records.</summary>
    public void TellDoubled(string what)
    {
        Doubled++;
        report.Fail("doubled", "each event once", what);
    }

    /// <summary>Anything else that is not as promised.</summary>
    public void TellWrong(string what)
    {
        Wrong++;
        report.Fail("broken promise", "what the ledger promises", what);
    }

}
