using Microsoft.Extensions.Time.Testing;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>A directory for a ledger, and what tests do with it again and again. It goes when it is disposed.</summary>
internal sealed class TestLedger : IDisposable
{
    public const int SegmentBytes = 4_096;

    public static readonly DateTimeOffset Began = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    public string Path { get; } = Directory.CreateTempSubdirectory("codegen-ledger-").FullName;

    public FakeTimeProvider Time { get; } = new(Began);

    public LedgerFiles Files => new(Path, Time);

    public LedgerLog Open(int segmentBytes = SegmentBytes, TimeSpan? groupWait = null, bool strict = false, TimeSpan? remembrance = null, int? maxIds = null, Guid? node = null) => LedgerLog.Open(
        new LedgerLogOptions
        {
            Directory = Path,
            SegmentBytes = segmentBytes,
            MaxGroupWait = groupWait ?? TimeSpan.Zero,
            Strict = strict,
            Remembrance = remembrance ?? LedgerLogOptions.DefaultRemembrance,
            MaxRememberedIds = maxIds ?? LedgerLogOptions.DefaultMaxRememberedIds,
            Node = node,
        },
        Time);

    public string Segment(long number) => SegmentName.PathOf(Path, number);

    /// <summary>Payloads that tell themselves apart.</summary>
    public static byte[] Payload(int seed, int length)
    {
        byte[] payload = new byte[length];
        new Random(seed).NextBytes(payload);
        return payload;
    }

    /// <summary>Appends payloads of these lengths; the seed of each is its sequence.</summary>
    public void Fill(params int[] lengths)
    {
        Time.Advance(TimeSpan.FromMilliseconds(1));
        using LedgerLog log = Open();
        foreach (int length in lengths)
        {
            log.Append((byte)length, Began, Payload((int)log.LastSequence + 1, length));
        }
    }

    public static (List<LedgerRecord> Records, List<LedgerDamage> Damages) ReadAll(ILedgerSource source, long from = 0)
    {
        var records = new List<LedgerRecord>();
        var damages = new List<LedgerDamage>();
        using LedgerReader reader = source.Read(from);
        for (ReadOutcome outcome = reader.Read(); outcome != ReadOutcome.End; outcome = reader.Read())
        {
            if (outcome == ReadOutcome.Record)
            {
                records.Add(LedgerRecord.Of(reader.Current, reader.Payload));
            }
            else
            {
                damages.Add(reader.Damage!);
            }
        }

        return (records, damages);
    }

    /// <summary>Changes one bit of a file.</summary>
    public static void Flip(string path, long bit)
    {
        using FileStream file = File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        file.Position = bit / 8;
        int value = file.ReadByte();
        file.Position = bit / 8;
        file.WriteByte((byte)(value ^ (1 << (int)(bit % 8))));
    }

    public static void Overwrite(string path, long offset, ReadOnlySpan<byte> bytes)
    {
        using FileStream file = File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        file.Position = offset;
        file.Write(bytes);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
