namespace Hearth.Simulator.Driver;

/// <summary>The driver's own lines, on standard error in the form of Spark's default log4j layout.</summary>
internal sealed class DriverLog(TextWriter error, TimeProvider time)
{
    private readonly TextWriter _error = TextWriter.Synchronized(error);

    public void Info(string logger, string message) => Write("INFO", logger, message);

    public void Warn(string logger, string message) => Write("WARN", logger, message);

    public void Error(string logger, string message) => Write("ERROR", logger, message);

    public void Raw(string line) => _error.WriteLine(line);

    private void Write(string level, string logger, string message) => _error.WriteLine($"{time.GetUtcNow():yy/MM/dd HH:mm:ss} {level} {logger}: {message}");
}
