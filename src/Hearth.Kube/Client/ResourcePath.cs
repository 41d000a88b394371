using System.Globalization;
using System.Text;
using Hearth.Kube.Core.Objects;

namespace Hearth.Kube.Client;

/// <summary>Builds the paths and queries of the API.</summary>
internal static class ResourcePath
{
    public static string Of<T>(ResourceType<T> type, string? ns, string? name = null, string? subresource = null)
        where T : KubeObject
    {
        var path = new StringBuilder(type.Group.Length == 0 ? "/api/" : "/apis/", 128);
        if (type.Group.Length > 0)
            path.Append(type.Group).Append('/');
        path.Append(type.Version);
        if (type.Namespaced && !string.IsNullOrEmpty(ns))
            path.Append("/namespaces/").Append(Escape(ns));
        path.Append('/').Append(type.Plural);
        if (name is not null)
            path.Append('/').Append(Escape(name));
        if (subresource is not null)
            path.Append('/').Append(subresource);
        return path.ToString();
    }

    // An empty name would turn a call for one object into one for all of them.
    private static string Escape(string segment) => segment.Length == 0 || segment is "." or ".."
        ? throw new ArgumentException($"\"{segment}\" is no name of an object.", nameof(segment))
        : Uri.EscapeDataString(segment);
}

/// <summary>Appends <c>?name=value&amp;...</c>, leaving out what is not set.</summary>
internal struct Query(string path)
{
    private readonly StringBuilder _text = new(path);
    private bool _any = path.Contains('?', StringComparison.Ordinal);

    public void Add(string name, string? value)
    {
        if (value is null)
            return;
        _text.Append(_any ? '&' : '?').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        _any = true;
    }

    public void Add(string name, long? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public void Add(string name, bool value) => Add(name, value ? "true" : null);

    public override readonly string ToString() => _text.ToString();
}
