using System.Buffers.Binary;
using System.IO.Compression;
using CodeGen.Runtime.Conformance.Reuse;

namespace CodeGen.Runtime.Conformance.Tests.Reuse;

public sealed class ReuseVerbTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("reuse-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Reuse_AllKeysSampled_IsExactAndADemandBeyondASampleFails()
    {
        var random = new Random(1);
        string trace = Write("some.int32be.gz", [.. Enumerable.Range(0, 20_000).Select(_ => (int)(2_000 * Math.Pow(random.NextDouble(), 3)))]);

        (await RunAsync(trace, "--share", "1", "--within", "0")).Should().Be(0);
        (await RunAsync(trace, "--share", "0.02", "--within", "0")).Should().Be(1);
        await FluentActions.Awaiting(() => RunAsync(Write("some.text.gz", [1]))).Should().ThrowAsync<UsageException>().WithMessage("*some.text.gz*no trace of a known kind*");
    }

    private static async Task<int> RunAsync(string trace, params string[] more)
    {
        var report = new Report();
        await ReuseVerb.Verb.Run(Arguments.Parse([trace, .. more], ReuseVerb.Verb.Options), report);
        return report.End();
    }

    private string Write(string name, int[] keys)
    {
        string path = Path.Combine(_directory, name);
        using var packed = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        foreach (int key in keys)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes, key);
            packed.Write(bytes);
        }

        return path;
    }
}
