using System.Text.Json.Nodes;

namespace Hearth.Cli.Running;

/// <summary>The event log of a run: switched on into Hearth's own folder unless the manifest says something about it.</summary>
internal static class RunEventLog
{
    private const string Enabled = "spark.eventLog.enabled";
    private const string Directory = "spark.eventLog.dir";

    /// <summary>Changes the manifest; the result is the folder, null where there will be no log.</summary>
    public static string? Enable(JsonObject application, string folder)
    {
        if (application["spec"] is not JsonObject spec)
            return null;
        var conf = spec["sparkConf"] as JsonObject;
        if (conf?[Enabled] is { } said)
            return said.ToString() == "true" ? conf[Directory]?.ToString() : null;
        if (conf is null)
            spec["sparkConf"] = conf = [];
        conf[Enabled] = "true";
        conf[Directory] ??= $"file://{folder}";
        return conf[Directory]!.ToString();
    }

    /// <summary>The file or folder of one application's log; the folder of all where it cannot be told apart.</summary>
    public static string? Find(string? folder, string? applicationId)
    {
        if (folder is null)
            return null;
        var local = folder.StartsWith("file:", StringComparison.Ordinal) ? "/" + folder["file:".Length..].TrimStart('/') : folder;
        if (applicationId is null || !System.IO.Directory.Exists(local))
            return local.StartsWith('/') && !System.IO.Directory.Exists(local) ? null : folder;
        return System.IO.Directory.EnumerateFileSystemEntries(local).FirstOrDefault(e => Path.GetFileName(e).Contains(applicationId, StringComparison.Ordinal));
    }
}
