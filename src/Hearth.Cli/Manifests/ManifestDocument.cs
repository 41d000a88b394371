using System.Text.Json.Nodes;

namespace Hearth.Cli.Manifests;

/// <summary>One Kubernetes object as a file gives it, with the place of each of its fields.</summary>
/// <param name="Root">The path of the object inside its document: empty, or <c>items[2]</c> inside a List.</param>
internal sealed record ManifestDocument(JsonObject Json, SourceMap Source, string Root = "")
{
    public string ApiVersion => Text("apiVersion");

    public string Kind => Text("kind");

    public string Name => MetadataText("name");

    /// <summary>Empty where the manifest leaves it to the command.</summary>
    public string Namespace => MetadataText("namespace");

    public string OfKey(string path) => Source.OfKey(Rooted(path));

    public string OfValue(string path) => Source.OfValue(Rooted(path));

    /// <summary>The place of the whole object.</summary>
    public string Place => Source.OfValue(Root).Split(": ")[0];

    private string Text(string field) => Json[field] is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    private string MetadataText(string field) =>
        Json["metadata"] is JsonObject metadata && metadata[field] is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    private string Rooted(string path) => Root.Length == 0 ? path : path.Length == 0 ? Root : path[0] == '[' ? Root + path : $"{Root}.{path}";
}
