namespace CodeGen.Runtime.Caching.Tests.Protocol;

/// <summary>The calls that a fault can be meant for.</summary>
internal enum CallKind
{
    LogAppend,
    LogRenew,
    LogRead,
    LogOther,
    DataRead,
    DataBegin,
    DataWriteCreated,
    DataWriteSet,
    DataRemove,
    DataTouch,
    DataFlight,
}
