using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Hearth.Spark.Api;

namespace Hearth.Spark.Schema;

/// <summary>The CRDs of the custom resources, as objects of <c>apiextensions.k8s.io/v1</c>.</summary>
public static class CustomResourceDefinitions
{
    /// <summary>Every CRD, as it lies in <c>deploy/crds</c>; a new copy each time.</summary>
    public static IReadOnlyList<JsonObject> All() => [.. Definitions.Select(d => Read(d.FileName))];

    internal static IReadOnlyList<Definition> Definitions { get; } =
    [
        new("SparkApplication", "v1beta2", "sparkapp", 63, SparkJson.Default.SparkApplication,
        [
            new("Suspend", "boolean", ".spec.suspend"),
            new("Status", "string", ".status.applicationState.state"),
            new("Attempts", "string", ".status.executionAttempts"),
            new("Start", "string", ".status.lastSubmissionAttemptTime"),
            new("Finish", "string", ".status.terminationTime"),
            new("Age", "date", ".metadata.creationTimestamp"),
            new("Driver", "string", """.status.conditions[?(@.type=="DriverRunning")].message""", 1),
            new("Executors", "string", """.status.conditions[?(@.type=="ExecutorsReady")].message""", 1),
            new("Cause", "string", ".status.hearth.diagnosis.cause", 1),
        ]),
        new("ScheduledSparkApplication", "v1beta2", "scheduledsparkapp", 63, SparkJson.Default.ScheduledSparkApplication,
        [
            new("Schedule", "string", ".spec.schedule"),
            new("TimeZone", "string", ".spec.timeZone"),
            new("Suspend", "string", ".spec.suspend"),
            new("Last Run", "date", ".status.lastRun"),
            new("Last Run Name", "string", ".status.lastRunName"),
            new("Age", "date", ".metadata.creationTimestamp"),
            new("State", "string", ".status.scheduleState", 1),
            new("Next Run", "string", ".status.nextRun", 1),
            new("Reason", "string", ".status.reason", 1),
        ]),
        new("SparkConnect", "v1alpha1", "sparkconn", 56, SparkJson.Default.SparkConnect,
        [
            new("Age", "date", ".metadata.creationTimestamp"),
            new("Status", "string", ".status.state"),
            new("PodName", "string", ".status.server.podName"),
            new("Server", "string", """.status.conditions[?(@.type=="ServerPodReady")].message""", 1),
        ]),
    ];

    internal static JsonObject Generate(Definition definition, Func<Type, string, string?> describe)
    {
        var schema = new SchemaGenerator(describe).Kind(definition.Type);
        schema["x-kubernetes-validations"] = SchemaAdditions.NameRules(definition.Kind, definition.LongestName);
        return new JsonObject
        {
            ["apiVersion"] = "apiextensions.k8s.io/v1",
            ["kind"] = "CustomResourceDefinition",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{definition.Plural}.{SparkResources.Group}",
                ["annotations"] = new JsonObject { ["api-approved.kubernetes.io"] = "https://github.com/kubeflow/spark-operator/pull/1298" },
            },
            ["spec"] = new JsonObject
            {
                ["group"] = SparkResources.Group,
                ["names"] = new JsonObject
                {
                    ["kind"] = definition.Kind,
                    ["listKind"] = definition.Kind + "List",
                    ["plural"] = definition.Plural,
                    ["singular"] = definition.Kind.ToLowerInvariant(),
                    ["shortNames"] = new JsonArray(definition.ShortName),
                },
                ["scope"] = "Namespaced",
                ["versions"] = new JsonArray(Version(definition, schema)),
            },
        };
    }

    private static JsonObject Version(Definition definition, JsonObject schema) => new()
    {
        ["name"] = definition.Version,
        ["served"] = true,
        ["storage"] = true,
        ["subresources"] = new JsonObject { ["status"] = new JsonObject() },
        ["additionalPrinterColumns"] = new JsonArray([.. definition.Columns.Select(Printed)]),
        ["schema"] = new JsonObject { ["openAPIV3Schema"] = schema },
    };

    private static JsonObject Printed(Column column)
    {
        var printed = new JsonObject { ["name"] = column.Name, ["type"] = column.Type, ["jsonPath"] = column.Path };
        if (column.Priority > 0)
            printed["priority"] = column.Priority;
        return printed;
    }

    private static JsonObject Read(string fileName)
    {
        using var stream = typeof(CustomResourceDefinitions).Assembly.GetManifestResourceStream(fileName)
            ?? throw new InvalidOperationException($"{fileName} is not part of this build.");
        return JsonNode.Parse(stream)!.AsObject();
    }

    internal sealed record Definition(string Kind, string Version, string ShortName, int LongestName, JsonTypeInfo Type, IReadOnlyList<Column> Columns)
    {
        public string Plural => Kind.ToLowerInvariant() + "s";

        /// <summary>Name below <c>deploy/crds</c> and of the resource in this assembly.</summary>
        public string FileName => $"{SparkResources.Group}_{Plural}.json";
    }

    /// <param name="Name">Its title.</param>
    /// <param name="Type">Of its values.</param>
    /// <param name="Path">A JSONPath.</param>
    /// <param name="Priority">1: only with <c>-o wide</c>; those without it are the peer's.</param>
    internal sealed record Column(string Name, string Type, string Path, int Priority = 0);
}
