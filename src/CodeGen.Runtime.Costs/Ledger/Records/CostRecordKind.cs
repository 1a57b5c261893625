namespace CodeGen.Runtime.Costs;

/// <summary>What a record of costs is.</summary>
public enum CostRecordKind
{
    /// <summary>What something cost.</summary>
    Charge = (int)LedgerRecordKind.Charge,

    /// <summary>A correction of a charge: its lines are the difference.</summary>
    Adjustment = (int)LedgerRecordKind.Adjust,

    /// <summary>What something would have cost and did not. It is no cost and in no total of costs.</summary>
    Saving = (int)LedgerRecordKind.Saving,
}
