using System.Text.Json;
using Hearth.Spark.Configuration;

namespace Hearth.Spark.Api;

/// <summary>What a schema cannot say about a Connect server, all mistakes at once.</summary>
public static class ConnectValidation
{
    /// <summary>Its objects add to the name.</summary>
    private const int LongestName = 56;

    public static IReadOnlyList<FieldMistake> Check(SparkConnect connect)
    {
        var mistakes = new List<FieldMistake>();
        var spec = connect.Spec;
        ApplicationValidation.CheckName("SparkConnect", connect.Metadata.Name, LongestName, mistakes);
        if (string.IsNullOrEmpty(spec.SparkVersion))
            mistakes.Add(new("spec.sparkVersion", "Required value"));
        if (string.IsNullOrEmpty(spec.Image) && !(HasImage(spec.Server.Template) && HasImage(spec.Executor.Template)))
            mistakes.Add(new("spec.image", "image must be specified in spec.image or in the selected server and executor template containers"));
        ApplicationValidation.CheckSparkConf(spec.SparkConf, "spec.sparkConf", connect.Metadata.Namespace, mistakes);
        ApplicationValidation.CheckDynamicAllocation(spec.DynamicAllocation, "spec.dynamicAllocation", mistakes);
        CheckMemory(spec.Server.Memory, "spec.server.memory", mistakes);
        CheckMemory(spec.Executor.Memory, "spec.executor.memory", mistakes);
        if (spec.DynamicAllocation is { } dynamic && (dynamic.InitialExecutors < dynamic.MinExecutors || dynamic.InitialExecutors > dynamic.MaxExecutors))
            mistakes.Add(new("spec.dynamicAllocation.initialExecutors", $"{dynamic.InitialExecutors} must lie between minExecutors and maxExecutors"));
        if (spec.Hearth?.IdleStop is { } idle && !Duration.TryParse(idle, out _))
            mistakes.Add(new("spec.hearth.idleStop", $"\"{idle}\" is no duration", "for example 30m or 2h"));
        return mistakes;
    }

    private static void CheckMemory(string? text, string field, List<FieldMistake> mistakes)
    {
        if (!string.IsNullOrEmpty(text) && !ByteSize.TryParseMebibytes(text, binaryUnits: true, out _, out _))
            mistakes.Add(new(field, $"\"{text}\" is no amount of memory as Java writes it", "for example 512m or 4g"));
    }

    private static bool HasImage(JsonElement? template) =>
        template is { ValueKind: JsonValueKind.Object } given
        && given.TryGetProperty("spec", out var spec) && spec.ValueKind == JsonValueKind.Object
        && spec.TryGetProperty("containers", out var containers) && containers.ValueKind == JsonValueKind.Array
        && containers.EnumerateArray().Any(c => c.ValueKind == JsonValueKind.Object && c.TryGetProperty("image", out var image) && image.ValueKind == JsonValueKind.String && image.GetString()!.Length > 0);
}
