namespace CodeGen.Runtime.Costs;

/// <summary>A hold that this node closed although somebody else may speak of it too: one that it resolved, one of another node, or one of its own whose lease was over.</summary>
/// <param name="Hold">The hold, with what was said of it and what that is in each budget.</param>
/// <param name="By">The name that the node had then. Under another name the others have given it up, and what it had booked is theirs.</param>
/// <param name="Replaced">The node whose resolution it took the place of; <see cref="Nobody"/>, where there was none; or nothing where there cannot have been one.</param>
/// <param name="Changes">What this node's account has for it, in the window of each share, in picos.</param>
internal sealed record NodeClosing(HoldRecord Hold, string By, string Replaced, Int128[] Changes)
{
    /// <summary>No resolution is known, but somebody may have made one that the store has lost.</summary>
    public const string Nobody = "?";

    public BudgetHoldId Id => Hold.Id;

    public bool IsResolution => Hold.State == HoldState.Resolved;

    /// <summary>By how much it changes the sums where it counts: by all that was said, less what it replaced.</summary>
    public Int128[] Says => Replaced is "" or Nobody ? [.. Hold.Shares.Select(static share => share.Booked)] : Changes;

    /// <summary>Puts together what one node did twice: it resolved a hold and settled it as well.</summary>
    public NodeClosing After(NodeClosing? before)
    {
        if (before is null)
        {
            return this;
        }

        NodeClosing settled = IsResolution && !before.IsResolution ? before : this;
        return settled with
        {
            Replaced = settled.Replaced == settled.By ? Nobody : settled.Replaced,
            Changes = [.. Changes.Zip(before.Changes, static (one, other) => one + other)],
        };
    }

    /// <summary>What the account has to have for it, where the store has this record of the hold: of all who closed it the record tells who counts.</summary>
    public Int128[] Due(in ClosedText record)
    {
        bool counts = IsResolution ? record.Replaced == By || (record.By == By && record.State == HoldState.Resolved) : record.By == By && record.State == HoldState.Settled;
        Int128[] due = counts && !IsResolution && record.Replaced != By ? ClosedText.Amounts(record.Changes) : [.. Hold.Shares.Select(share => counts ? share.Booked : 0)];
        for (int i = 0; i < due.Length; i++)
        {
            due[i] = Hold.Shares[i].WindowId is null ? 0 : due[i];
        }

        return due;
    }
}
