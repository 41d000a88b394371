using System.Text.RegularExpressions;

namespace Hearth.LocalCluster.ApiServer.Defaults;

/// <summary>Names of images as far as the default of their pull policy needs them (<c>distribution/reference</c>).</summary>
internal static partial class ImageName
{
    private const int LongestName = 255;

    [GeneratedRegex(@"^(?<name>(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*(?::[0-9]+)?/|\[[a-fA-F0-9:]+\](?::[0-9]+)?/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*)(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?<digest>@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9A-Fa-f]{32,})?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();

    [GeneratedRegex("^[a-f0-9]{64}$")]
    private static partial Regex Identifier();

    /// <summary>A tag other than <c>latest</c> does not change, so it need not be pulled again; nor does what has no proper name.</summary>
    public static string PullPolicy(string? image) => Tag(image ?? "") == "latest" ? "Always" : "IfNotPresent";

    private static string Tag(string image)
    {
        if (Identifier().IsMatch(image))
            return "";
        var slash = image.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : image[..slash];
        var isDomain = slash >= 0 && (first.AsSpan().ContainsAny('.', ':') || first == "localhost" || first.Any(char.IsAsciiLetterUpper));
        var normal = isDomain ? image : slash < 0 ? "docker.io/library/" + image : "docker.io/" + image;
        if (Reference().Match(normal) is not { Success: true } match || match.Groups["name"].Length > LongestName)
            return "";
        var tag = match.Groups["tag"].Value;
        return tag.Length > 0 || match.Groups["digest"].Success ? tag : "latest";
    }
}
