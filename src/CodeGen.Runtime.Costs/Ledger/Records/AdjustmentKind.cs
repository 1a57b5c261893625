namespace CodeGen.Runtime.Costs;

/// <summary>Why a charge was corrected.</summary>
public enum AdjustmentKind
{
    /// <summary>Somebody named a difference, such as a credit of the provider.</summary>
    Amount,

    /// <summary>The charge was taken back as a whole.</summary>
    Reversal,

    /// <summary>Its price was learnt late or was wrong.</summary>
    Repricing,
}
