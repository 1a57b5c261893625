namespace CodeGen.Runtime.Conformance;

/// <summary>Counts what passed and what failed. Thread-safe.</summary>
internal sealed class Report
{
    private const int MostLines = 200;
    private readonly Lock _gate = new();
    private int _passed;
    private int _failed;

    public int Failed
    {
        get
        {
            lock (_gate)
            {
                return _failed;
            }
        }
    }

    /// <summary>One check: passes, or fails with a line.</summary>
    public void Check(bool holds, string id, object expected, object got)
    {
        if (holds)
        {
            lock (_gate)
            {
                _passed++;
            }
        }
        else
        {
            Fail(id, expected, got);
        }
    }

    public void Fail(string id, object expected, object got)
    {
        lock (_gate)
        {
            if (++_failed <= MostLines)
            {
                Console.Out.WriteLine($"FAILED {id}: expected {expected}, got {got}");
            }
        }
    }

    /// <summary>Writes the last line and gives the exit code.</summary>
    public int End()
    {
        lock (_gate)
        {
            if (_failed > MostLines)
            {
                Console.Out.WriteLine($"({_failed - MostLines} more failures are not listed)");
            }

            Console.Out.WriteLine($"{_passed} passed, {_failed} failed");
            return _failed == 0 ? 0 : 1;
        }
    }
}
