namespace CodeGen.Runtime.Costs;

/// <summary>Two pools in one hour. Immutable.</summary>
/// <param name="Hour">Which.</param>
/// <param name="Span">How many ticks of it are within the time of the replay.</param>
/// <param name="Apart">How many machines they need, each with its own.</param>
/// <param name="Together">How many they need together; never more.</param>
/// <param name="Saved">What that saves, in picos; negative where machines of the dearer pool replace others.</param>
internal readonly record struct MergedHour(long Hour, long Span, long Apart, long Together, Int128 Saved);
