using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hearth.Simulator.EventLog;

/// <summary>
/// Writes <c>spark.eventLog.dir</c> as Spark does: one file, or a folder of rolled files; <c>.inprogress</c> until the end. Never
/// compressed, which every reader takes whatever <c>spark.eventLog.compress</c> says.
/// </summary>
internal sealed class EventLogWriter : IDisposable
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly MemoryStream _line = new();
    private readonly string _inProgress;
    private readonly string _final;
    private readonly FileStream _file;
    private readonly Utf8JsonWriter _json;
    private bool _closed;

    private EventLogWriter(string eventsFile, string inProgress, string final)
    {
        (_inProgress, _final) = (inProgress, final);
        _file = new FileStream(eventsFile, FileMode.Create, FileAccess.Write, FileShare.Read);
        _json = new Utf8JsonWriter(_line, s_options);
    }

    /// <summary>Opens the log of an application; throws what Spark throws where the folder is missing.</summary>
    /// <param name="folder">A local folder.</param>
    /// <param name="rolling"><c>spark.eventLog.rolling.enabled</c>.</param>
    public static EventLogWriter Open(string folder, string appId, bool rolling)
    {
        if (!Directory.Exists(folder))
            throw new FileNotFoundException($"File file:{folder} does not exist");
        var name = BaseName(appId);
        if (!rolling)
        {
            var file = Path.Combine(folder, name);
            return new EventLogWriter(file + ".inprogress", file + ".inprogress", file);
        }

        var root = Directory.CreateDirectory(Path.Combine(folder, "eventlog_v2_" + name)).FullName;
        var status = Path.Combine(root, "appstatus_" + name);
        File.WriteAllBytes(status + ".inprogress", []);
        return new EventLogWriter(Path.Combine(root, "events_1_" + name), status + ".inprogress", status);
    }

    /// <summary>One event, one line; flushed, so that a killed driver leaves all but the last.</summary>
    public void Write(Action<Utf8JsonWriter> write)
    {
        if (_closed)
            return;
        _line.SetLength(0);
        _json.Reset(_line);
        write(_json);
        _json.Flush();
        _line.WriteByte((byte)'\n');
        _file.Write(_line.GetBuffer(), 0, (int)_line.Length);
        _file.Flush();
    }

    /// <summary>Marks the log complete.</summary>
    public void Close()
    {
        if (_closed)
            return;
        Dispose();
        File.Move(_inProgress, _final, overwrite: true);
    }

    public void Dispose()
    {
        _closed = true;
        _json.Dispose();
        _file.Dispose();
        _line.Dispose();
    }

    /// <summary>Spark's rule for file names.</summary>
    private static string BaseName(string appId)
    {
        var name = new StringBuilder();
        foreach (var character in appId)
        {
            name.Append(character switch
            {
                ' ' or ':' or '/' => '-',
                '.' or '$' or '{' or '}' or '\'' or '"' => '_',
                _ => char.ToLowerInvariant(character),
            });
        }

        return name.ToString();
    }
}
