using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Writing;

namespace Hearth.LocalCluster.ApiServer.Validation.Pods;

/// <summary>Files of one volume that would hide each other.</summary>
internal static class VolumePathWarnings
{
    public static void Write(JsonObject spec, Warnings warnings)
    {
        foreach (var volume in spec.Objects("volumes"))
        {
            var name = volume.Text("name") ?? "";
            foreach (var (source, key) in (ReadOnlySpan<(string, string)>)[("configMap", "name"), ("secret", "secretName"), ("downwardAPI", "")])
            {
                if (volume.Map(source) is { } files)
                    Overlaps(name, Label(source, files, key), Paths(files, ""), warnings);
            }

            if (volume.Map("projected") is { } projected)
                Projected(name, projected, warnings);
        }
    }

    private static void Projected(string volume, JsonObject projected, Warnings warnings)
    {
        var paths = new List<(string Path, string Source)>();
        foreach (var source in projected.Objects("sources"))
        {
            if (source.Count == 0)
                warnings.Add($"volume \"{volume}\" (Projected) has no sources provided");
            foreach (var name in (ReadOnlySpan<string>)["configMap", "secret", "downwardAPI"])
            {
                if (source.Map(name) is { } files)
                    paths.AddRange(Paths(files, $" ({Label(name, files, "name")})"));
            }

            if (source.Map("serviceAccountToken") is { } token)
                paths.Add((token.Text("path") ?? "", " (ServiceAccountToken)"));
        }

        Overlaps(volume, "Projected", paths, warnings);
    }

    private static string Label(string source, JsonObject files, string key) => source switch
    {
        "configMap" => $"ConfigMap \"{files.Text(key)}\"",
        "secret" => $"Secret \"{files.Text(key)}\"",
        _ => "DownwardAPI",
    };

    private static IEnumerable<(string Path, string Source)> Paths(JsonObject files, string label) => files.Objects("items").Select(item => (item.Text("path") ?? "", label));

    private static void Overlaps(string volume, string what, IEnumerable<(string Path, string Source)> paths, Warnings warnings)
    {
        var before = new List<(string Path, string Source)>();
        foreach (var (stated, source) in paths)
        {
            var path = stated.TrimEnd('/');
            foreach (var other in before.Where(other => IsWithin(path, other.Path) || IsWithin(other.Path, path)))
                warnings.Add($"volume \"{volume}\" ({what}): overlapping paths: \"{path}\"{source} with \"{other.Path}\"{other.Source}");
            before.Add((path, source));
        }
    }

    private static bool IsWithin(string path, string folder) => path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);
}
