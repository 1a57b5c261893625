namespace CodeGen.Runtime.Caching.Tests.Protocol;

/// <summary>What can happen in a run of the model.</summary>
internal enum StepKind
{
    /// <summary>A caller asks with a factory that stays pending.</summary>
    Create,

    /// <summary>A caller asks with a factory that ends at once.</summary>
    CreateAtOnce,
    FinishFactory,
    FailFactory,

    /// <summary>A caller cancels.</summary>
    LeaveRead,
    TryGet,
    Set,
    Remove,
    Invalidate,

    /// <summary>One doorbell arrives, not always the oldest.</summary>
    Deliver,
    DeliverAll,
    DropBell,
    DuplicateBell,
    Advance,

    /// <summary>A fault lies in wait for a call.</summary>
    Arm,

    /// <summary>A call held goes on.</summary>
    Release,
    LogAway,
    DataAway,
    Heal,
    ClockJump,
    LoseLog,
    LoseData,
    Crash,

    /// <summary>Retention runs.</summary>
    Sweep,
}
