namespace CodeGen.Runtime.Costs;

/// <summary>A meter's prices in order of time.</summary>
internal sealed record CompiledMeter(string Name, (long FromTicks, long ToTicks, MeterRate Rate)[] Rates)
{
    public MeterRate? At(long utcTicks)
    {
        foreach ((long from, long to, MeterRate rate) in Rates)
        {
            if (utcTicks >= from && utcTicks < to)
            {
                return rate;
            }
        }

        return null;
    }
}
