namespace CodeGen.Runtime.Costs;

/// <summary>Reads price files, and tells when one has changed.</summary>
internal static class PriceFile
{
    public const int MaxBytes = 16 << 20;

    public static PriceList Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using FileStream file = Open(path);
            long length = file.Length;
            if (length > MaxBytes)
            {
                throw new PriceListException(path, "$", null, $"the file has {length} bytes, more than {MaxBytes}. Leave out what is not needed.");
            }

            byte[] json = new byte[length];
            int read = file.ReadAtLeast(json, json.Length, throwOnEndOfStream: false);
            return PriceList.Parse(json.AsMemory(0, read), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PriceListException(path, "$", null, $"the file cannot be read ({e.GetType().Name}). Check that it exists and that this process may read it.", e);
        }
    }

    /// <summary>What changes when the file does; <see langword="null"/> for one that cannot be read.</summary>
    public static (DateTime Written, long Length)? Stamp(string path)
    {
        try
        {
            // By the handle: in a container's mounted configuration the path is a link that is exchanged.
            using FileStream file = Open(path);
            return (File.GetLastWriteTimeUtc(file.SafeFileHandle), file.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
