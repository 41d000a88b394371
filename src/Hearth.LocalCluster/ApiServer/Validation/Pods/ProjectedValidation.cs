using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation.Pods;

/// <summary>Several sources in one folder: no two may write the same file.</summary>
internal static class ProjectedValidation
{
    private const string Duplicate = "conflicting duplicate paths";

    public static void Validate(ErrorList errors, JsonObject source, string field)
    {
        VolumeSourceValidation.Mode(errors, source["defaultMode"], field + ".defaultMode");
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, projection) in source.Objects("sources").Index())
            Source(errors, projection, field, $"{field}.sources[{i}]", paths);
    }

    private static void Source(ErrorList errors, JsonObject projection, string field, string at, HashSet<string> paths)
    {
        foreach (var name in (ReadOnlySpan<string>)["secret", "configMap"])
        {
            if (projection.Map(name) is not { } keys)
                continue;
            errors.Needed($"{at}.{name}.name", keys.Text("name"));
            foreach (var (i, item) in keys.Objects("items").Index())
            {
                VolumeSourceValidation.KeyToPath(errors, item, $"{at}.{name}.items[{i}]");
                if (item.Text("path") is { Length: > 0 } path && !paths.Add(path))
                    errors.Invalid(field, keys.Text("name") ?? "", Duplicate);
            }
        }

        foreach (var file in projection.Map("downwardAPI")?.Objects("items") ?? [])
        {
            VolumeSourceValidation.DownwardFile(errors, file, at + ".downwardAPI");
            if (file.Text("path") is { Length: > 0 } path && !paths.Add(path))
                errors.Invalid(field, path, Duplicate);
        }

        if (projection.Map("serviceAccountToken") is { } token)
            Token(errors, token, field, at + ".serviceAccountToken");
        if (projection.Count > 1)
            errors.Forbidden(at, "may not specify more than 1 volume type per source");
    }

    /// <remarks>Real servers report the path of a token at the volume, and let it be the path of another file.</remarks>
    private static void Token(ErrorList errors, JsonObject token, string field, string at)
    {
        var seconds = token["expirationSeconds"];
        if (seconds.Number < 600)
            errors.Invalid(at + ".expirationSeconds", seconds?.DeepClone(), "may not specify a duration less than 10 minutes");
        if (seconds.Number > 1L << 32)
            errors.Invalid(at + ".expirationSeconds", seconds?.DeepClone(), "may not specify a duration larger than 2^32 seconds");
        if (errors.Needed(field + ".path", token.Text("path")))
            VolumeSourceValidation.LocalPath(errors, token.Text("path")!, field + ".path");
    }
}
