using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>The files of a database.</summary>
internal static class RollupFiles
{
    private const string Log = "-wal";
    private const string Index = "-shm";
    private const string Unfinished = ".new";

    /// <summary>Gives a database another name, with what is in its write-ahead log. Nothing is deleted: older sums may be nowhere else.</summary>
    /// <returns>Its new name.</returns>
    public static string SetAside(string path, DateTimeOffset now)
    {
        string aside = string.Create(CultureInfo.InvariantCulture, $"{path}.replaced-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}");
        string free = aside;
        for (int i = 2; File.Exists(free); i++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{aside}-{i}");
        }

        File.Move(path, free);
        if (File.Exists(path + Log))
        {
            File.Move(path + Log, free + Log);
        }

        File.Delete(path + Index);
        return free;
    }

    /// <summary>Copies a database, so that the file is there whole or not at all.</summary>
    public static void Copy(RollupReading from, string to)
    {
        string unfinished = to + Unfinished;
        File.Delete(unfinished);
        using (RollupDatabase copy = RollupDatabase.OpenForCopy(unfinished))
        {
            from.Connection.BackupDatabase(copy.Connection);
        }

        File.Delete(to + Log);
        File.Delete(to + Index);
        File.Move(unfinished, to, overwrite: true);
    }
}
