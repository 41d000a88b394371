using System.Globalization;
using System.Text.Json;
using Hearth.Spark.Api;

namespace Hearth.Operator.Connect;

/// <summary>The arguments of the server's start script; every value that a user wrote is quoted for the shell.</summary>
internal static class ConnectArguments
{
    private const string DriverHost = "$(host=${POD_IP}; if [[ $host == *:* ]] && [[ $host != \\[* ]]; then echo \"[$host]\"; else echo \"$host\"; fi)";

    public static IEnumerable<string> Of(SparkConnect connect, string master, string templatePath)
    {
        yield return $"--master {Quote(master)}";
        foreach (var (key, value) in Settings(connect, templatePath))
            yield return $"--conf {(key == "spark.driver.host" ? $"{key}={value}" : Quote($"{key}={value}"))}";
    }

    /// <summary>Plain words stay as they are; everything else goes into single quotes.</summary>
    internal static string Quote(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "_-./:=,@%+".Contains(c, StringComparison.Ordinal)) ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static IEnumerable<(string Key, string Value)> Settings(SparkConnect connect, string templatePath)
    {
        var spec = connect.Spec;
        yield return ("spark.kubernetes.namespace", connect.Metadata.Namespace ?? "default");
        if (spec.Image is { Length: > 0 } image)
            yield return ("spark.kubernetes.container.image", image);
        if ((TemplateImage(spec.Executor.Template) ?? spec.Image) is { Length: > 0 } executorImage)
            yield return ("spark.kubernetes.executor.container.image", executorImage);
        foreach (var (key, value) in Sorted(spec.SparkConf).Where(s => s.Key != "spark.kubernetes.driver.pod.name"))
            yield return (key, value);
        foreach (var (key, value) in Sorted(spec.HadoopConf))
            yield return (key.StartsWith("spark.hadoop.", StringComparison.Ordinal) ? key : $"spark.hadoop.{key}", value);
        foreach (var label in Labels(connect, "driver"))
            yield return label;
        foreach (var (key, value) in Sorted(connect.Metadata.Labels))
            yield return ($"spark.kubernetes.driver.label.{key}", value);
        if (spec.Server.Cores is { } cores)
            yield return ("spark.driver.cores", Text(cores));
        if (spec.Server.Memory is { Length: > 0 } memory)
            yield return ("spark.driver.memory", memory);
        yield return ("spark.driver.bindAddress", "0.0.0.0");
        yield return ("spark.driver.host", DriverHost);
        yield return ("spark.driver.port", "7078");
        yield return ("spark.driver.blockManager.port", "7079");
        yield return ("spark.kubernetes.driver.pod.name", ConnectObjects.ServerName(connect));
        foreach (var setting in Executors(connect, templatePath))
            yield return setting;
    }

    private static IEnumerable<(string Key, string Value)> Executors(SparkConnect connect, string templatePath)
    {
        var spec = connect.Spec;
        foreach (var label in Labels(connect, "executor"))
            yield return label;
        if (spec.Executor.Instances is { } instances)
            yield return ("spark.executor.instances", Text(instances));
        if (spec.Executor.Cores is { } cores)
            yield return ("spark.executor.cores", Text(cores));
        if (spec.Executor.Memory is { Length: > 0 } memory)
            yield return ("spark.executor.memory", memory);
        yield return ("spark.kubernetes.executor.podNamePrefix", connect.Metadata.Name!);
        if (spec.Executor.Template is { ValueKind: JsonValueKind.Object })
        {
            yield return ("spark.kubernetes.executor.podTemplateFile", templatePath);
            yield return ("spark.kubernetes.executor.podTemplateContainerName", SparkLabels.ExecutorContainer);
        }

        if (spec.DynamicAllocation is not { Enabled: true } dynamic)
            yield break;
        yield return ("spark.dynamicAllocation.enabled", "true");
        foreach (var (name, value) in new[] { ("initialExecutors", dynamic.InitialExecutors), ("minExecutors", dynamic.MinExecutors), ("maxExecutors", dynamic.MaxExecutors) })
        {
            if (value is { } number)
                yield return ($"spark.dynamicAllocation.{name}", Text(number));
        }

        yield return ("spark.dynamicAllocation.shuffleTracking.enabled", dynamic.ShuffleTrackingEnabled == false ? "false" : "true");
        if (dynamic.ShuffleTrackingTimeout is { } timeout)
            yield return ("spark.dynamicAllocation.shuffleTracking.timeout", timeout.ToString(CultureInfo.InvariantCulture));
    }

    private static (string Key, string Value)[] Labels(SparkConnect connect, string role) =>
    [
        ($"spark.kubernetes.{role}.label.{SparkLabels.LaunchedBy}", "true"),
        ($"spark.kubernetes.{role}.label.{SparkLabels.ConnectName}", connect.Metadata.Name!),
    ];

    private static string? TemplateImage(JsonElement? template)
    {
        if (template is not { ValueKind: JsonValueKind.Object } given
            || !given.TryGetProperty("spec", out var spec) || spec.ValueKind != JsonValueKind.Object
            || !spec.TryGetProperty("containers", out var containers) || containers.ValueKind != JsonValueKind.Array)
            return null;
        var all = containers.EnumerateArray().Where(c => c.ValueKind == JsonValueKind.Object).ToList();
        var own = all.FirstOrDefault(c => c.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String && name.ValueEquals(SparkLabels.ExecutorContainer));
        if (own.ValueKind == JsonValueKind.Undefined && all.Count > 0)
            own = all[0];
        return own.ValueKind == JsonValueKind.Object && own.TryGetProperty("image", out var image) && image.ValueKind == JsonValueKind.String ? image.GetString() : null;
    }

    private static IEnumerable<KeyValuePair<string, string>> Sorted(IReadOnlyDictionary<string, string>? map) =>
        (map ?? new Dictionary<string, string>()).OrderBy(s => s.Key, StringComparer.Ordinal);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
