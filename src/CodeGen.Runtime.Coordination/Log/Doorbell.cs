namespace CodeGen.Runtime.Coordination;

/// <summary>What a subscriber hears: a record and the head right after it. The record is <see langword="null"/> when the message could not be read.</summary>
internal readonly record struct Doorbell(LogHead Head, LogRecord? Record);
