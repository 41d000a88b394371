using System.Text.Json.Nodes;

namespace Hearth.ClusterTests.ApiServers.Differential.Fuzz;

/// <summary>A kind of <c>kinds.json</c>: where its objects live, how often it is tried, and a good object of it.</summary>
internal sealed record BuiltInKind(string Path, int Weight, JsonObject Body)
{
    public static IReadOnlyList<BuiltInKind> All { get; } = [.. JsonNode.Parse(File.ReadAllText(System.IO.Path.Combine(AppContext.BaseDirectory, "ApiServer", "Differential", "Fuzz", "kinds.json")))!.AsArray()
        .Select(entry => new BuiltInKind((string)entry!["path"]!, (int)entry["weight"]!, entry["body"]!.AsObject()))];

    public bool IsNode => Path == "/api/v1/nodes";

    /// <summary>Reviews are answered, not kept.</summary>
    public bool IsStored => !Path.Contains("review", StringComparison.Ordinal) && !Path.EndsWith("/token", StringComparison.Ordinal);

    /// <summary>Whether a name says what the object is.</summary>
    public bool HasFixedName => (string?)Body["kind"] is "CustomResourceDefinition" or "APIService";

    /// <param name="only">Parts of paths with commas between, null for all.</param>
    public bool IsNamed(string? only) => only is null || only.Split(',').Any(part => (Path + "$").Contains(part, StringComparison.Ordinal));
}
