using System.Text;
using Hearth.Spark.Configuration;

namespace Hearth.Spark.Submission;

/// <summary>How an application's name becomes the names of its objects (<c>KubernetesConf</c>).</summary>
internal static class ResourceNames
{
    public const int ServiceNameLimit = 63;
    public const int ObjectNameLimit = 253;

    /// <summary>Leaves room for the longest suffix, that of the executors' template.</summary>
    public const int LongestPrefix = 228;
    private const int LabelLimit = 63;

    /// <summary>The start of every object's name: a valid DNS name of any length.</summary>
    public static string Prefix(string applicationName, string id)
    {
        var name = Fold($"{applicationName}-{id}");
        if (name.StartsWith('-'))
            name = name[1..];
        return name.Length > 0 && char.IsAsciiDigit(name[0]) ? "x" + name[1..] : name;
    }

    /// <summary>The value of the label <c>spark-app-name</c>: at most 63 characters, possibly none.</summary>
    public static string Label(string applicationName)
    {
        var name = Fold(applicationName);
        name = name.Length > LabelLimit ? name[..LabelLimit] : name;
        name = name.StartsWith('-') ? name[1..] : name;
        return name.EndsWith('-') ? name[..^1] : name;
    }

    // Trimmed, lower case, and every run of other characters one dash.
    private static string Fold(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in Lower(JavaText.Trim(text)))
        {
            if (char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))
                result.Append(c);
            else if (result.Length == 0 || result[^1] != '-')
                result.Append('-');
        }

        return result.ToString();
    }

    // The one letter whose lower case in Java is two characters.
    private static string Lower(string text) => text.ToLowerInvariant().Replace("\u0130", "i\u0307", StringComparison.Ordinal);
}
