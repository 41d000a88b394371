using System.Text.RegularExpressions;
using Hearth.Cli.Output;
using Hearth.Cli.State;

namespace Hearth.Cli.Images;

/// <summary>A Spark distribution on this machine: the folder that <c>SPARK_HOME</c> names.</summary>
internal sealed partial record SparkDistribution(string Home, string Version)
{
    /// <summary>
    /// The distribution to run: the one named, else <c>SPARK_HOME</c>, else an installed one, best the version asked for. Null where there is none.
    /// </summary>
    /// <param name="named">From <c>--spark-home</c>.</param>
    /// <param name="wanted">The application's <c>sparkVersion</c>.</param>
    /// <exception cref="UserError">A folder was named that is no distribution.</exception>
    public static SparkDistribution? Find(CliContext context, HearthHome home, string? named, string? wanted)
    {
        if (named is { Length: > 0 })
            return At(Path.GetFullPath(named, context.WorkingDirectory)) ?? throw NotSpark(named, "--spark-home");
        if (context.Environment("SPARK_HOME") is { Length: > 0 } variable)
            return At(Path.GetFullPath(variable, context.WorkingDirectory)) ?? throw NotSpark(variable, "SPARK_HOME");
        var installed = Installed(home);
        return installed.FirstOrDefault(d => d.Version == wanted) ?? installed.FirstOrDefault(d => SameMinor(d.Version, wanted)) ?? (installed.Count > 0 ? installed[0] : null);
    }

    /// <summary>Those that <c>hearth spark install</c> put in place, newest first.</summary>
    public static IReadOnlyList<SparkDistribution> Installed(HearthHome home) =>
        [.. home.Distributed.Where(d => !Path.GetFileName(d).StartsWith('.')).Select(At).OfType<SparkDistribution>()
            .OrderByDescending(d => System.Version.TryParse(d.Version.Split('-')[0], out var version) ? version : new Version(0, 0))];

    /// <summary>Null where the folder is no distribution.</summary>
    public static SparkDistribution? At(string folder)
    {
        if (!File.Exists(Path.Combine(folder, "bin", "spark-submit")) || !Directory.Exists(Path.Combine(folder, "jars")))
            return null;
        return new SparkDistribution(folder, VersionOf(folder));
    }

    private static string VersionOf(string folder)
    {
        var release = Path.Combine(folder, "RELEASE");
        if (File.Exists(release) && InRelease().Match(File.ReadLines(release).FirstOrDefault("")) is { Success: true } said)
            return said.Groups[1].Value;
        var core = Directory.EnumerateFiles(Path.Combine(folder, "jars"), "spark-core_*.jar").FirstOrDefault();
        return core is not null && InJar().Match(core) is { Success: true } jar ? jar.Groups[1].Value : "unknown";
    }

    private static bool SameMinor(string version, string? wanted) =>
        wanted is not null && version.Split('.') is [var major, var minor, ..] && wanted.StartsWith($"{major}.{minor}.", StringComparison.Ordinal);

    private static UserError NotSpark(string folder, string origin) => UserError.Invalid(
        $"{folder} is no Spark distribution (it has no bin/spark-submit and jars/)",
        "name the unpacked folder of a Spark release, or run 'hearth spark install 4.3.0'",
        origin);

    [GeneratedRegex(@"^Spark (\S+)")]
    private static partial Regex InRelease();

    [GeneratedRegex(@"spark-core_[0-9.]+-(.+)\.jar$")]
    private static partial Regex InJar();
}
