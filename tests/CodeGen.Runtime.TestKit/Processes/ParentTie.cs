namespace CodeGen.Runtime.TestKit.Processes;

/// <summary>How a child is made to die with the process that started it, even when that one is killed.</summary>
internal enum ParentTie
{
    /// <summary>The kernel kills the child: <c>setpriv --pdeathsig KILL</c>, where util-linux is installed.</summary>
    ParentDeathSignal,

    /// <summary>A detached shell looks for the parent every half second, and kills the child when it is gone.</summary>
    Watchdog,

    /// <summary>Nothing ties them: there is no POSIX shell.</summary>
    None,
}
