using System.Text.RegularExpressions;
using Hearth.Spark.Configuration;
using Hearth.Spark.Submission;

namespace Hearth.Cli.Commands;

/// <summary>Which Spark's behaviour to reproduce.</summary>
internal static partial class SubmitVersion
{
    /// <summary>The one named, else the one installed in <c>SPARK_HOME</c>, else the image's tag, else the newest known.</summary>
    public static SparkVersion? Resolve(string? named, IReadOnlyList<SparkSetting> settings, CliContext context, List<SubmissionProblem> problems)
    {
        if (named is not null)
        {
            if (SparkVersion.TryParse(named, out var version))
                return version;
            problems.Add(new("--spark-version", $"'{named}' is not a Spark version", $"write one such as {SparkReleases.Newest}"));
            return null;
        }

        return Installed(context.Environment("SPARK_HOME")) ?? OfImage(settings) ?? SparkReleases.Newest;
    }

    /// <summary>
    /// The version in a tag such as <c>spark:4.0.1-scala2.13</c> or <c>v3.5.9</c>. Of an image that is not named spark only where it is that
    /// of a known release: other tags count something else.
    /// </summary>
    public static SparkVersion? OfTag(string image)
    {
        if (image[(image.LastIndexOf('/') + 1)..].Split('@')[0].Split(':') is not [var name, var tag, ..])
            return null;
        return Number().Match(tag) is { Success: true } match && SparkVersion.TryParse(match.Value, out var version)
            && (name == "spark" || SparkReleases.Known.Contains($"{version.Major}.{version.Minor}")) ? version : null;
    }

    private static SparkVersion? OfImage(IReadOnlyList<SparkSetting> settings)
    {
        var conf = SparkConf.From(settings);
        return (conf[SparkKeys.DriverImage] ?? conf[SparkKeys.Image]) is { } image ? OfTag(image) : null;
    }

    private static SparkVersion? Installed(string? home)
    {
        if (string.IsNullOrEmpty(home))
            return null;
        var release = Path.Combine(home, "RELEASE");
        if (File.Exists(release) && Number().Match(File.ReadAllText(release)) is { Success: true } written && SparkVersion.TryParse(written.Value, out var version))
            return version;
        var jars = Path.Combine(home, "jars");
        var core = Directory.Exists(jars) ? Directory.EnumerateFiles(jars, "spark-core_*.jar").FirstOrDefault() : null;
        var name = core is null ? "" : Path.GetFileNameWithoutExtension(core);
        return SparkVersion.TryParse(name[(name.IndexOf('-', name.IndexOf('_', StringComparison.Ordinal) + 1) + 1)..], out version) ? version : null;
    }

    [GeneratedRegex(@"\d+\.\d+\.\d+(-preview\d+)?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Number();
}
