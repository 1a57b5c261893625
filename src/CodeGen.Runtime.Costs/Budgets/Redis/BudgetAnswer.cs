using StackExchange.Redis;

namespace CodeGen.Runtime.Costs;

/// <summary>What a script said: a letter, the server's time in milliseconds, and what belongs to the letter.</summary>
internal readonly struct BudgetAnswer(RedisValue[] parts)
{
    public const char Booked = 'B';
    public const char Closed = 'C';
    public const char OtherEpoch = 'E';
    public const char Frozen = 'F';
    public const char GivenUp = 'G';
    public const char Held = 'H';
    public const char Conflict = 'K';
    public const char NotPossible = 'N';
    public const char Overflow = 'O';
    public const char Repeated = 'P';
    public const char Refused = 'R';
    public const char TableTooOld = 'T';

    public char Letter => ((string)parts[0]!)[0];

    public long Now => (long)parts[1];

    public int Count => parts.Length - 2;

    public RedisValue this[int index] => parts[index + 2];

    public string Text(int index) => (string)parts[index + 2]!;

    /// <summary>What belongs to the letter, from a place on; nothing as nearly always costs nothing.</summary>
    public string[] From(int index) => Count <= index ? [] : [.. parts.Skip(index + 2).Select(static part => (string)part!)];

    public static BudgetAnswer Of(RedisResult result, string endpoint) => (RedisValue[]?)result is { Length: >= 2 } parts
        ? new BudgetAnswer(parts)
        : throw new BudgetUnavailableException($"Redis at {endpoint} gave an answer of an unexpected shape to a script of the budgets. Check that no other program writes keys with this prefix.");
}
