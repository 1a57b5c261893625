using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Keeps what is logged.</summary>
internal sealed class RecordedLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(int Id, string Text)> _told = new();

    public IEnumerable<(int Id, string Text)> All => _told;

    /// <summary>The messages of an id.</summary>
    public IEnumerable<string> Of(int id) => _told.Where(told => told.Id == id).Select(static told => told.Text);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _told.Enqueue((eventId.Id, formatter(state, exception)));

    public void Dispose()
    {
    }
}
