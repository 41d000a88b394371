using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Hearth.Spark.Submission;

/// <summary>A release of Spark as the user wrote it (<c>4.0.1</c>, <c>4.2.0-preview3</c>) with its major and minor number.</summary>
public sealed record SparkVersion(string Text, int Major, int Minor)
{
    /// <summary>Reads <c>major.minor[.anything]</c>; false for anything else.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SparkVersion? version)
    {
        version = null;
        var trimmed = text?.Trim() ?? "";
        var parts = trimmed.Split('.', 3);
        if (parts.Length < 2 || !TryNumber(parts[0], out var major) || !TryNumber(parts[1].Split('-')[0], out var minor))
            return false;
        version = new(trimmed, major, minor);
        return true;
    }

    public static SparkVersion Parse(string text) =>
        TryParse(text, out var version) ? version : throw new FormatException($"'{text}' is not a Spark version such as 4.0.1");

    /// <summary>By major and minor number.</summary>
    public bool IsOlderThan(SparkVersion other) => (Major, Minor).CompareTo((other.Major, other.Minor)) < 0;

    public override string ToString() => Text;

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
