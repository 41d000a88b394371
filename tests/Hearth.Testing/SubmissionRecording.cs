using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hearth.Spark.Configuration;
using Hearth.Spark.Submission;

namespace Hearth.Testing;

/// <summary>What the real spark-submit of one version did with one command line.</summary>
public sealed class SubmissionRecording
{
    private readonly JsonObject _case;

    private SubmissionRecording(string folder)
    {
        Version = Path.GetFileName(Path.GetDirectoryName(folder))!;
        Name = Path.GetFileName(folder);
        _case = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "case.json")))!.AsObject();
        var requests = Path.Combine(folder, "requests.json");
        Requests = File.Exists(requests) ? JsonNode.Parse(File.ReadAllText(requests))!.AsArray() : [];
    }

    public string Version { get; }
    public string Name { get; }
    public JsonArray Requests { get; }
    public int ExitCode => _case["exitCode"]!.GetValue<int>();
    public IReadOnlyList<string> Stderr => [.. (_case["stderr"] as JsonArray ?? []).Select(line => line!.ToString())];

    public static IEnumerable<SubmissionRecording> All() =>
        Directory.EnumerateDirectories(Shared.Path("golden", "submission"))
            .SelectMany(Directory.EnumerateDirectories)
            .Where(folder => File.Exists(Path.Combine(folder, "case.json")))
            .Order(StringComparer.Ordinal)
            .Select(folder => new SubmissionRecording(folder));

    /// <summary>The command line, its files written to a folder.</summary>
    public (IReadOnlyList<string> Args, Dictionary<string, string> Environment) Lay(string folder, string master)
    {
        Write(_case["files"], folder);
        var environment = (_case["env"] as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => pair.Value!.ToString().Replace("{W}", folder, StringComparison.Ordinal));
        environment["SPARK_USER"] = "tester";
        environment["SPARK_CONF_DIR"] = Write(_case["confdir"] ?? new JsonObject(), Path.Combine(folder, "conf"));
        if (_case["hadoopdir"] is JsonObject hadoop)
            environment["HADOOP_CONF_DIR"] = Write(hadoop, Path.Combine(folder, "hadoop"));
        string[] common = ["--spark-version", Version, "--master", "k8s://" + master, "--deploy-mode", "cluster", "--conf", "spark.kubernetes.submission.waitAppCompletion=false"];
        return ([.. common, .. _case["args"]!.AsArray().Select(arg => arg!.ToString().Replace("{W}", folder, StringComparison.Ordinal))], environment);
    }

    /// <summary>The ids that Spark drew by chance for this recording.</summary>
    public SubmissionIdentity Identity()
    {
        var text = Requests.ToJsonString();
        var properties = Requests.Select(request => (string?)request!["body"]?["data"]?["spark.properties"]).OfType<string>().First();
        return new()
        {
            ApplicationId = Regex.Match(text, "\"spark-app-selector\":\"(spark-[0-9a-f]{32})\"").Groups[1].Value,
            ResourceId = Regex.Match(text, "([0-9a-fx][0-9a-f]{15})-(driver|policy|driver-svc)\"").Groups[1].Value.Replace('x', '0'),
            ServiceId = Regex.Match(text, "spark-([0-9a-f]{16})-driver-svc") is { Success: true } service ? service.Groups[1].Value : "0",
            ConfigMapId = Regex.Match(text, "spark-drv-([0-9a-f]{16})-conf-map").Groups[1].Value,
            LocalDirectoryId = Regex.Match(text, "/var/data/spark-([0-9a-f-]{36})").Groups[1].Value,
            Time = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(JavaProperties.Read(properties).First(pair => pair.Key == "spark.app.submitTime").Value)),
        };
    }

    /// <summary>The folder that Spark drew for an uploaded file.</summary>
    public string UploadFolder(string uri) =>
        Regex.Match(Requests.ToJsonString(), $"(spark-upload-[0-9a-f-]{{36}})/{Regex.Escape(uri[(uri.LastIndexOf('/') + 1)..])}").Groups[1].Value;

    public string OwnerUid() => Regex.Match(Requests.ToJsonString(), "\"uid\":\"([^\"]+)\"").Groups[1].Value;

    private static string Write(JsonNode? files, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, content) in files as JsonObject ?? [])
            File.WriteAllText(Path.Combine(folder, name), content!.ToString(), new UTF8Encoding(false));
        return folder;
    }
}
