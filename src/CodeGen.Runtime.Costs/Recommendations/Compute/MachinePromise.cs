namespace CodeGen.Runtime.Costs;

/// <summary>How promises about machines are checked.</summary>
internal static class MachinePromise
{
    /// <summary>
    /// By what a second of work costs; where a second of work is not the same work afterwards, or nobody booked any, by what a request costs.
    /// </summary>
    public static PromiseMeasure Of(bool isSameWork, params IReadOnlyList<MachineTimes> machines) => new(
        machines[0].Class.Where,
        isSameWork && machines.All(static one => one.IsObserved) ? PromiseUnit.BusySecond : PromiseUnit.Request,
        CostCategory.Compute,
        machines.Count == 1 ? null : [.. machines.Skip(1).Select(static one => one.Class.Where)]);
}
