using System.Globalization;

namespace CodeGen.Runtime.Coordination;

/// <summary>A member that says at what time of the server its sequence was given out; retention reads it.</summary>
internal static class TimeMark
{
    public const char Kind = 'm';

    /// <summary>How far apart marks stand, in milliseconds of the server's clock.</summary>
    public const int IntervalMilliseconds = 10_000;

    public static string Format(long milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{Kind}{milliseconds}");

    public static bool TryParse(string member, out long milliseconds)
    {
        milliseconds = 0;
        return member.Length > 1 && member[0] == Kind
            && long.TryParse(member.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out milliseconds);
    }
}
