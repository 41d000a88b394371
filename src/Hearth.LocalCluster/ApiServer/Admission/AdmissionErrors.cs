using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Validation;

namespace Hearth.LocalCluster.ApiServer.Admission;

/// <summary>How admission refuses pods.</summary>
internal static class AdmissionErrors
{
    private const int GeneratedLetters = 5;

    public static ApiException Forbidden(JsonObject pod, string why) => ApiException.Forbidden("", "pods", Name(pod.Map("metadata") ?? []), why);

    /// <summary>Real servers generate names after admission.</summary>
    private static string Name(JsonObject metadata)
    {
        var (name, prefix) = (metadata.Text("name") ?? "", metadata.Text("generateName") ?? "");
        if (prefix.Length > 0 && (name.Length == 0 || name.Length == prefix.Length + GeneratedLetters && name.StartsWith(prefix, StringComparison.Ordinal)))
            return prefix;
        return name.Length > 0 ? name : "Unknown";
    }

    /// <summary>Why a client refuses to ask for an object of this name; null where it does not.</summary>
    public static string? ImpossibleName(string name) =>
        Names.PathSegmentProblems(name).ToArray() is { Length: > 0 } problems ? $"invalid resource name \"{name}\": [{string.Join(' ', problems)}]" : null;
}
