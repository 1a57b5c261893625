namespace CodeGen.Runtime.Costs;

/// <summary>What a window of a budget comes to, in picos.</summary>
/// <param name="Committed">What is booked.</param>
/// <param name="Held">What is held, what is indeterminate included.</param>
/// <param name="Indeterminate">What is indeterminate.</param>
internal readonly record struct WindowSums(Int128 Committed, Int128 Held, Int128 Indeterminate);
