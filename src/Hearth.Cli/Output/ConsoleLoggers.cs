using Microsoft.Extensions.Logging;

namespace Hearth.Cli.Output;

/// <summary>Log lines of long-running commands: time, level, text.</summary>
internal sealed class ConsoleLoggers(TextWriter output, TimeProvider time, LogLevel least = LogLevel.Information) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new ConsoleLogger(output, time, least);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("there is one place to log to");

    public void Dispose()
    {
    }

    private sealed class ConsoleLogger(TextWriter output, TimeProvider time, LogLevel least) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                output.WriteLine($"{time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {logLevel} {formatter(state, exception)}{(exception is null ? "" : $": {exception.Message}")}");
        }
    }
}
