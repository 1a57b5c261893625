using System.Text;

namespace CodeGen.Runtime.TestKit.Faults;

/// <content>Cuts at a place in the stream, of any protocol. The newest trap holds; it springs once, and the bytes that spring it do not arrive.</content>
public sealed partial class FaultProxy
{
    private volatile ByteTrap? _trap;

    internal ByteTrap? Trap => _trap;

    /// <summary>Cuts the connection on which the server sends this text: it has done what it tells, and the client is not told.</summary>
    /// <param name="text">ASCII.</param>
    /// <returns>Completes when it is cut.</returns>
    public Task CutWhenServerSends(string text) => Set(new ByteTrap(isToServer: false, Encoding.ASCII.GetBytes(text), 0));

    /// <summary>Cuts the connection on which the client sends this text: the server is not asked.</summary>
    /// <param name="text">ASCII.</param>
    /// <returns>Completes when it is cut.</returns>
    public Task CutWhenClientSends(string text) => Set(new ByteTrap(isToServer: true, Encoding.ASCII.GetBytes(text), 0));

    /// <summary>Cuts the connection on which the client has sent more than so many bytes from now on, counted over all connections.</summary>
    /// <param name="bytes">How many.</param>
    /// <returns>Completes when it is cut.</returns>
    public Task CutAfterClientSent(long bytes) => Set(new ByteTrap(isToServer: true, [], bytes));

    private Task Set(ByteTrap trap)
    {
        _trap = trap;
        return trap.Sprung;
    }
}
