namespace CodeGen.Runtime.Caching;

/// <summary>A value whose life is over, or nearly, and that nothing has invalidated: what callers get when it cannot be made again, and what the factory may say is still right.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Value">Its value, of the type asked for.</param>
/// <param name="Mark">How many invalidations without a sequence there were when it was found.</param>
internal sealed record StaleValue<T>(LocalEntry Entry, T Value, long Mark)
{
    public FlightResult<T> Result => new(Value, CacheTier.Local, Entry.Stamp, Entry.Tags);
}
