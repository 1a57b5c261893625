using System.ComponentModel;
using System.Runtime.InteropServices;

namespace CodeGen.Runtime.TestKit.Processes;

/// <summary>Sends POSIX signals; their numbers differ between Linux and the BSDs.</summary>
internal static class Signals
{
    public static int Terminate => 15;

    public static int Stop => OperatingSystem.IsLinux() ? 19 : 17;

    public static int Continue => OperatingSystem.IsLinux() ? 18 : 19;

    public static void Send(int processId, int signal)
    {
        if (Kill(processId, signal) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"Signal {signal} could not be sent to process {processId}.");
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int processId, int signal);
}
