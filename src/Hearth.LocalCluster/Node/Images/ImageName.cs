using System.Text.RegularExpressions;

namespace Hearth.LocalCluster.Nodes;

/// <summary>Names of images, by the grammar of container registries.</summary>
internal static partial class ImageName
{
    /// <summary>Null where the name is one; else the kubelet's words.</summary>
    public static string? Trouble(string image)
    {
        if (Reference().IsMatch(image))
            return null;
        var why = Reference().IsMatch(image.ToLowerInvariant()) ? $"invalid reference format: repository name ({image.Split(':', '@')[0]}) must be lowercase" : "invalid reference format";
        return $"Failed to apply default image tag \"{image}\": couldn't parse image name \"{image}\": {why}";
    }

    /// <summary>With the registry and the tag that are meant where none are given.</summary>
    public static string Full(string image)
    {
        var parts = image.Split('/', 2);
        var hasRegistry = parts.Length == 2 && (parts[0].Contains('.', StringComparison.Ordinal) || parts[0].Contains(':', StringComparison.Ordinal) || parts[0] == "localhost");
        var name = hasRegistry ? image : parts.Length == 2 ? "docker.io/" + image : "docker.io/library/" + image;
        var last = name[(name.LastIndexOf('/') + 1)..];
        return last.Contains(':', StringComparison.Ordinal) || last.Contains('@', StringComparison.Ordinal) ? name : name + ":latest";
    }

    [GeneratedRegex(@"^(?:(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[a-fA-F0-9:]+\])(?::[0-9]+)?/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?\z", RegexOptions.NonBacktracking)]
    private static partial Regex Reference();
}
