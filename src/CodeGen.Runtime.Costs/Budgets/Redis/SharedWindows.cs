using StackExchange.Redis;

namespace CodeGen.Runtime.Costs;

/// <summary>Two windows of a table as scripts are told of them. Immutable.</summary>
internal sealed class SharedWindows
{
    public SharedWindows(WindowTable table, long now)
    {
        // A clock outside of the table gets any windows of it: the script says what time it is, and the table is made anew.
        int index = Math.Max(0, table.IndexOf(now));
        int next = index + 1;
        bool hasNext = next < table.Starts.Length;
        Table = table;
        From = table.Starts[index];
        Until = table.EndOf(index);
        FirstStart = From;
        FirstExists = table.Ids[index] is null ? 0 : 1;
        SecondStart = Until;
        SecondExists = hasNext && table.Ids[next] is not null ? 1 : 0;
        End = hasNext ? table.EndOf(next) : Until;
    }

    public WindowTable Table { get; }

    public long From { get; }

    public long Until { get; }

    public RedisValue FirstStart { get; }

    public RedisValue FirstExists { get; }

    public RedisValue SecondStart { get; }

    public RedisValue SecondExists { get; }

    public RedisValue End { get; }
}
