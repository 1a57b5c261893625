namespace CodeGen.Runtime.Costs;

/// <summary>The two times of a record. The clock is asked once for both.</summary>
/// <param name="Now">When it is booked.</param>
/// <param name="Event">When what it says was.</param>
internal readonly record struct BookingTimes(DateTimeOffset Now, DateTimeOffset Event);
