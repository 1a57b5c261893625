using CodeGen.Runtime.Caching;

namespace CodeGen.Runtime.Conformance.Invalidation;

/// <summary>
/// The keys, and the groups that are invalidated as one: the key itself, its prefixes, its dimension, its region, its tag, its pattern, everything. A group has a number; each key belongs to
/// <see cref="GroupsPerKey"/> of them.
/// </summary>
internal static class KeySpace
{
    public const int GroupsPerKey = 8;
    public const int Families = 4;
    public const int Projects = 6;
    public const int Files = 5;
    public const int Hashes = 4;
    public const int Tags = 5;
    public const int KeyCount = Families * KeysPerFamily;
    public const int GroupCount = AllGroup + 1;

    private const int KeysPerFamily = Projects * Files * Hashes;
    private const int FirstRegion = KeyCount;
    private const int FirstProject = FirstRegion + Families;
    private const int FirstFile = FirstProject + (Families * Projects);
    private const int FirstDimension = FirstFile + (Families * Projects * Files);
    private const int FirstTag = FirstDimension + (Families * Files);
    private const int FirstPattern = FirstTag + Tags;
    private const int AllGroup = FirstPattern + Hashes;

    private static readonly string[] Roots = ["conf_redo", "conf_fail", "conf_stale", "conf_plain"];
    private static readonly int[][] Groups = [.. Enumerable.Range(0, KeyCount).Select(MakeGroups)];

    public static int All => AllGroup;

    /// <summary>A random key; those of lower numbers within a family are asked for more often, as some always are.</summary>
    public static int Pick(Random random)
    {
        double place = random.NextDouble();
        return (random.Next(Families) * KeysPerFamily) + (int)(place * place * KeysPerFamily);
    }

    public static KeyFamily FamilyOf(int key) => (KeyFamily)(key / KeysPerFamily);

    public static int ProjectOf(int key) => key % KeysPerFamily / (Files * Hashes);

    public static int FileOf(int key) => key / Hashes % Files;

    public static int HashOf(int key) => key % Hashes;

    public static string Text(int key) => $"{Roots[(int)FamilyOf(key)]}:p{ProjectOf(key)}:f{FileOf(key)}:h{HashOf(key)}";

    public static string TagOf(int key) => $"tag{TagNumber(key)}";

    public static ReadOnlySpan<int> GroupsOf(int key) => Groups[key];

    public static int Region(KeyFamily family) => FirstRegion + (int)family;

    public static int Project(KeyFamily family, int project) => FirstProject + ((int)family * Projects) + project;

    public static int File(KeyFamily family, int project, int file) => FirstFile + ((((int)family * Projects) + project) * Files) + file;

    public static int Dimension(KeyFamily family, int file) => FirstDimension + ((int)family * Files) + file;

    public static int Tag(int tag) => FirstTag + tag;

    public static int Pattern(int hash) => FirstPattern + hash;

    public static CacheScope RootPrefix(KeyFamily family) => CacheScope.Prefix(Roots[(int)family]);

    public static CacheScope ProjectScope(KeyFamily family, int project) => CacheScope.Prefix($"{Roots[(int)family]}:p{project}");

    public static CacheScope FileScope(KeyFamily family, int project, int file) => CacheScope.Prefix($"{Roots[(int)family]}:p{project}:f{file}");

    public static CacheScope DimensionScope(KeyFamily family, int file) => family switch
    {
        KeyFamily.Recompute => RedoKey.Scope(file: $"f{file}"),
        KeyFamily.Fail => FailKey.Scope(file: $"f{file}"),
        KeyFamily.ServeStale => StaleKey.Scope(file: $"f{file}"),
        _ => CacheScope.Pattern(CachePattern.Parse($"{Roots[(int)family]}:*:f{file}:*")),
    };

    public static string GroupName(int group) => group switch
    {
        < FirstRegion => $"key {Text(group)}",
        < FirstProject => $"region {(KeyFamily)(group - FirstRegion)}",
        < FirstFile => $"project {group - FirstProject}",
        < FirstDimension => $"file prefix {group - FirstFile}",
        < FirstTag => $"dimension {group - FirstDimension}",
        < FirstPattern => $"tag{group - FirstTag}",
        < AllGroup => $"pattern *:h{group - FirstPattern}",
        _ => "everything",
    };

    private static int TagNumber(int key) => ((ProjectOf(key) * 7) + (FileOf(key) * 3) + HashOf(key)) % Tags;

    private static int[] MakeGroups(int key)
    {
        KeyFamily family = FamilyOf(key);
        int project = ProjectOf(key), file = FileOf(key);
        return [key, Region(family), Project(family, project), File(family, project, file), Dimension(family, file), Tag(TagNumber(key)), Pattern(HashOf(key)), AllGroup];
    }
}
