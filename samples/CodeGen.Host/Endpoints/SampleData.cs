namespace CodeGen.Host.Endpoints;

/// <summary>Where the sample documents are, when the service runs from a checkout.</summary>
internal static class SampleData
{
    /// <summary>The folder, relative to the working directory where it lies below it, or <see langword="null"/> outside a checkout.</summary>
    public static string? Find()
    {
        string current = Directory.GetCurrentDirectory();
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "samples", "data");
            if (File.Exists(Path.Combine(candidate, "petstore.json")))
            {
                string relative = Path.GetRelativePath(current, candidate);
                return (relative.StartsWith("..", StringComparison.Ordinal) ? candidate : relative).Replace('\\', '/');
            }
        }

        return null;
    }
}
