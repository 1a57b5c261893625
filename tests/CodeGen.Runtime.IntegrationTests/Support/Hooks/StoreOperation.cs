namespace CodeGen.Runtime.IntegrationTests;

/// <summary>The operations of the shared tier at which a test can step in.</summary>
internal enum StoreOperation
{
    Read,
    Begin,
    WriteCreated,
    WriteSet,
    RemoveOlder,
    RenewFlight,
    EndFlight,
    WaitForFlight,
    Touch,
    Peek,
}
