using System.Text.RegularExpressions;

namespace Hearth.Kube.Core.Selectors;

/// <summary>What label keys and values may be made of (<c>IsQualifiedName</c>, <c>IsValidLabelValue</c>).</summary>
public static partial class LabelSyntax
{
    private const int LongestName = 63;
    private const int LongestPrefix = 253;

    /// <summary>Null where the key is fine, else what is wrong with it.</summary>
    public static string? KeyError(string key)
    {
        var slash = key.IndexOf('/');
        var name = key[(slash + 1)..];
        if (slash >= 0 && (slash == 0 || slash > LongestPrefix || !Prefix().IsMatch(key.AsSpan(0, slash))))
            return $"\"{key}\": the part before the slash must be a DNS name in lower case of at most {LongestPrefix} characters, e.g. example.com";
        if (name.Length is 0 or > LongestName || !Name().IsMatch(name))
            return $"\"{key}\": the name must be 1 to {LongestName} letters, digits, '-', '_' or '.', and start and end with a letter or digit";
        return null;
    }

    /// <summary>Null where the value is fine, else what is wrong with it.</summary>
    public static string? ValueError(string value) => value.Length == 0 || (value.Length <= LongestName && Name().IsMatch(value))
        ? null
        : $"\"{value}\": a label's value must be at most {LongestName} letters, digits, '-', '_' or '.', and start and end with a letter or digit";

    [GeneratedRegex(@"\A[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Prefix();
}
