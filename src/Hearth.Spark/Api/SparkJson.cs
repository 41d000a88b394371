using System.Text.Json.Serialization;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;

namespace Hearth.Spark.Api;

/// <summary>The JSON shape of the custom resources: camel case, nulls left out, unknown fields kept where objects are written back.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(TimeConverter)])]
[JsonSerializable(typeof(SparkApplication))]
[JsonSerializable(typeof(KubeList<SparkApplication>))]
[JsonSerializable(typeof(ScheduledSparkApplication))]
[JsonSerializable(typeof(KubeList<ScheduledSparkApplication>))]
[JsonSerializable(typeof(SparkConnect))]
[JsonSerializable(typeof(KubeList<SparkConnect>))]
public sealed partial class SparkJson : JsonSerializerContext;

/// <summary>Where the custom resources live in the API.</summary>
public static class SparkResources
{
    public const string Group = "sparkoperator.k8s.io";

    public static ResourceType<SparkApplication> SparkApplications { get; } = new(
        Group, "v1beta2", "sparkapplications", "SparkApplication", true,
        SparkJson.Default.SparkApplication, SparkJson.Default.KubeListSparkApplication);

    public static ResourceType<ScheduledSparkApplication> ScheduledSparkApplications { get; } = new(
        Group, "v1beta2", "scheduledsparkapplications", "ScheduledSparkApplication", true,
        SparkJson.Default.ScheduledSparkApplication, SparkJson.Default.KubeListScheduledSparkApplication);

    public static ResourceType<SparkConnect> SparkConnects { get; } = new(
        Group, "v1alpha1", "sparkconnects", "SparkConnect", true,
        SparkJson.Default.SparkConnect, SparkJson.Default.KubeListSparkConnect);
}
