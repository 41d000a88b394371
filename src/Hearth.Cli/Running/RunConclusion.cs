using Hearth.Spark.Api;

namespace Hearth.Cli.Running;

/// <summary>Says in plain words how an application ended. Pure.</summary>
internal static class RunConclusion
{
    /// <summary>Every pod of a run writes to one disk.</summary>
    private const string MakeRoom = "make room, or set HEARTH_HOME to a folder on another disk";

    /// <summary>Why it failed and what to do; both null where it did not fail.</summary>
    public static (string? Reason, string? Fix) Of(SparkApplication application, string? hopeless, IReadOnlyList<string> lastLines)
    {
        if (hopeless is not null)
            return (hopeless, IsNoSpace(hopeless) ? MakeRoom : FixOf(hopeless));
        var status = application.Status;
        if (status?.ApplicationState.State == ApplicationStates.Completed)
            return (null, null);
        var diagnosis = status?.Hearth?.Diagnosis;
        var end = status?.Hearth?.Driver;
        var said = status?.ApplicationState.ErrorMessage is { Length: > 0 } message ? message : "the driver failed";
        return (Words(end, lastLines) is { } words ? $"{words} ({said})" : said, lastLines.Any(IsNoSpace) ? MakeRoom : diagnosis?.Fix ?? FixOf(end, lastLines));
    }

    private static bool IsNoSpace(string said) => said.Contains("No space left on device", StringComparison.Ordinal);

    private static string? Words(DriverEnd? end, IReadOnlyList<string> lastLines) => end switch
    {
        { Reason: "OOMKilled" } or { ExitCode: 137 } => "the driver was killed for using more memory than its limit",
        { ExitCode: 143 } => "the driver was stopped by a signal",
        { ExitCode: { } code and not 0 } => ExceptionIn(lastLines) is { } exception ? $"the driver ended with exit code {code}: {exception}" : $"the driver ended with exit code {code}",
        _ => ExceptionIn(lastLines),
    };

    /// <summary>The last exception that the driver's main thread died of.</summary>
    private static string? ExceptionIn(IReadOnlyList<string> lines)
    {
        const string Marker = "Exception in thread \"main\" ";
        var line = lines.LastOrDefault(l => l.Contains(Marker, StringComparison.Ordinal) || l.StartsWith("Caused by: ", StringComparison.Ordinal));
        if (line is null)
            return lines.LastOrDefault(l => l.Contains("OutOfMemoryError", StringComparison.Ordinal))?.Trim();
        var at = line.IndexOf(Marker, StringComparison.Ordinal);
        return (at >= 0 ? line[(at + Marker.Length)..] : line["Caused by: ".Length..]).Trim();
    }

    private static string? FixOf(DriverEnd? end, IReadOnlyList<string> lastLines) => end switch
    {
        { Reason: "OOMKilled" } or { ExitCode: 137 } => "raise spec.driver.memory or spec.driver.memoryOverhead",
        { ExitCode: not 0 } when lastLines.Any(l => l.Contains("java.lang.OutOfMemoryError", StringComparison.Ordinal)) => "raise spec.driver.memory, or collect less to the driver",
        _ => null,
    };

    private static string? FixOf(string hopeless) => hopeless switch
    {
        _ when hopeless.Contains("Image", StringComparison.Ordinal) => "name a folder for the image with --image NAME=FOLDER; every image with 'spark' in its name is found by itself",
        _ when hopeless.Contains("waits for a node", StringComparison.Ordinal) => "ask for less, or change nodeSelector, affinity or tolerations; --pending-timeout says how long to wait",
        _ when hopeless.Contains("FailedMount", StringComparison.Ordinal) => "add the missing ConfigMap, Secret or claim to the manifest",
        _ when hopeless.StartsWith("CreateContainerConfigError", StringComparison.Ordinal) => "add the missing ConfigMap or Secret to the manifest",
        _ => null,
    };
}
