namespace CodeGen.Runtime.Costs;

internal sealed partial class LedgerLog
{
    private Func<long>[] _needed = [];

    /// <summary>Lets somebody say from which sequence on the records are still needed: <see cref="DeleteOlderThan"/> asks each time and leaves those alone.</summary>
    /// <param name="firstNeeded">The first sequence that is needed; 0 for all. Called without the log's lock.</param>
    public void KeepFrom(Func<long> firstNeeded)
    {
        lock (_gate)
        {
            _needed = [.. _needed, firstNeeded];
        }
    }

    /// <summary>
    /// Deletes whole segments whose last record was taken longer ago than this, the oldest first; never the one that is written, never one with a newer one behind it that stays, and none
    /// that somebody still needs. A reader that is in one of them reads it to its end.
    /// </summary>
    /// <param name="age">How old; zero or more.</param>
    /// <param name="before">Called with the last record that goes, before anything is deleted; what it throws leaves all as it is.</param>
    /// <returns>What was deleted.</returns>
    public IReadOnlyList<SegmentFacts> DeleteOlderThan(TimeSpan age, Action<long>? before = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(age, TimeSpan.Zero);

        // The segments that stay carry the numbering on: they must be on the disk before the others are gone.
        FlushNow();
        long floor = (_time.GetUtcNow() - age).UtcTicks;
        long needed = FirstNeeded();
        var old = new List<SegmentFacts>();
        foreach ((SegmentFacts segment, long sealedTicks) in SealedSegments())
        {
            if (sealedTicks > floor || segment.LastSequence >= needed)
            {
                break;
            }

            old.Add(segment);
        }

        if (old is [.., var last])
        {
            before?.Invoke(last.LastSequence);
        }

        foreach (SegmentFacts segment in old)
        {
            File.Delete(SegmentName.PathOf(Directory, segment.Number));
        }

        return old;
    }

    /// <summary>Copies the files of full segments to another directory, byte for byte; those that are there already in full are left alone.</summary>
    /// <param name="directory">Where to; made where there is none.</param>
    /// <returns>What was copied.</returns>
    public IReadOnlyList<SegmentFacts> ExportSealed(string directory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        System.IO.Directory.CreateDirectory(directory);
        var copied = new List<SegmentFacts>();
        foreach ((SegmentFacts segment, _) in SealedSegments())
        {
            var target = new FileInfo(SegmentName.PathOf(directory, segment.Number));
            if (target.Exists && target.Length == segment.Bytes)
            {
                continue;
            }

            // A copy that was cut short must not look like a segment.
            string unfinished = target.FullName + SegmentName.Unfinished;
            File.Copy(SegmentName.PathOf(Directory, segment.Number), unfinished, overwrite: true);
            File.Move(unfinished, target.FullName, overwrite: true);
            copied.Add(segment);
        }

        return copied;
    }

    private long FirstNeeded()
    {
        Func<long>[] asked;
        lock (_gate)
        {
            asked = _needed;
        }

        return asked.Length == 0 ? long.MaxValue : asked.Min(static firstNeeded => firstNeeded());
    }

    /// <summary>Segments behind which another one lies, with the time from which on none of their records can be: when the next one was made.</summary>
    private IEnumerable<(SegmentFacts Segment, long SealedTicks)> SealedSegments()
    {
        long active;
        lock (_gate)
        {
            ThrowIfUnusable();
            active = _active.Header.Number;
        }

        SegmentPrologue? segment = null;
        foreach (long number in SegmentName.List(Directory).Where(n => n <= active))
        {
            SegmentPrologue next = SegmentPrologue.Read(Directory, number);
            if (segment is not null)
            {
                // Damaged headers hide the time; the segment is then as young as it can be.
                yield return (
                    new SegmentFacts(segment.Number, segment.Header?.FirstSequence ?? 0, (next.Header?.FirstSequence ?? 1) - 1, segment.FileBytes),
                    next.Header?.CreatedTicks ?? long.MaxValue);
            }

            segment = next;
        }
    }
}
