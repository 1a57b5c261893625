namespace CodeGen.Runtime.Costs;

/// <summary>What kind of charge a row is: column <c>ChargeCategory</c>.</summary>
public enum FocusChargeCategory
{
    /// <summary>Something was consumed: tokens, seconds, hours.</summary>
    Usage,

    /// <summary>Something was bought, such as a monthly fee.</summary>
    Purchase,

    /// <summary>A tax or levy.</summary>
    Tax,

    /// <summary>A voucher or refund that the issuer grants.</summary>
    Credit,

    /// <summary>Anything else that is added or taken off, such as rounding of an invoice.</summary>
    Adjustment,
}
