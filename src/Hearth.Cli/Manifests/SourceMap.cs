using System.Runtime.InteropServices;

namespace Hearth.Cli.Manifests;

/// <summary>Line and column, both from 1.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Mark(int Line, int Column);

/// <summary>Where in a file each field of a document stands.</summary>
internal sealed class SourceMap(string file)
{
    private readonly Dictionary<string, Mark> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Mark> _values = new(StringComparer.Ordinal);

    /// <summary>The file as the user named it; <c>standard input</c> for <c>-</c>.</summary>
    public string File { get; } = file;

    public void AddKey(string path, Mark mark) => _keys.TryAdd(path, mark);

    public void AddValue(string path, Mark mark) => _values.TryAdd(path, mark);

    /// <summary><c>file:line:column: path</c> of a field's name.</summary>
    public string OfKey(string path) => Locate(path, _keys, _values);

    /// <summary><c>file:line:column: path</c> of a field's value.</summary>
    public string OfValue(string path) => Locate(path, _values, _keys);

    /// <summary>A field that is not there, as those that the server names, is located by the nearest field around it.</summary>
    private string Locate(string path, Dictionary<string, Mark> first, Dictionary<string, Mark> second)
    {
        for (var known = path; ; known = FieldPath.Parent(known))
        {
            if (first.TryGetValue(known, out var mark) || second.TryGetValue(known, out mark))
                return $"{File}:{mark.Line}:{mark.Column}" + (path.Length == 0 ? "" : $": {path}");
            if (known.Length == 0)
                return File + (path.Length == 0 ? "" : $": {path}");
        }
    }
}
