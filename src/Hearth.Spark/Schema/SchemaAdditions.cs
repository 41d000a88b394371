using System.Text.Json.Nodes;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;
using Volume = Hearth.Kube.Core.Objects.Volume;

namespace Hearth.Spark.Schema;

/// <summary>What a schema says beyond the C# types: rules of Kubernetes' own types, and rules across fields (CEL).</summary>
internal static class SchemaAdditions
{
    private static readonly Dictionary<Type, string[]> s_required = new()
    {
        [typeof(EnvVar)] = ["name"],
        [typeof(Container)] = ["name"],
        [typeof(Volume)] = ["name"],
        [typeof(VolumeMount)] = ["mountPath", "name"],
        [typeof(HostAlias)] = ["ip"],
        [typeof(KeySelector)] = ["key"],
        [typeof(ObjectFieldSelector)] = ["fieldPath"],
        [typeof(ResourceFieldSelector)] = ["resource"],
        [typeof(KeyToPath)] = ["key", "path"],
        [typeof(HostPathVolume)] = ["path"],
        [typeof(PersistentVolumeClaimVolume)] = ["claimName"],
        [typeof(ContainerPort)] = ["containerPort"],
        [typeof(ServicePort)] = ["port"],
    };

    /// <summary>Fields of <c>core/v1 ServiceSpec</c> that the code does not read.</summary>
    private static readonly Dictionary<string, JsonNode> s_serviceFields = new()
    {
        ["allocateLoadBalancerNodePorts"] = Of("boolean"),
        ["clusterIPs"] = Strings(),
        ["externalIPs"] = Strings(),
        ["externalName"] = Of("string"),
        ["externalTrafficPolicy"] = Of("string"),
        ["healthCheckNodePort"] = Of("integer", "int32"),
        ["internalTrafficPolicy"] = Of("string"),
        ["loadBalancerClass"] = Of("string"),
        ["loadBalancerIP"] = Of("string"),
        ["loadBalancerSourceRanges"] = Strings(),
        ["sessionAffinity"] = Of("string"),
        ["sessionAffinityConfig"] = Any(),
        ["trafficDistribution"] = Of("string"),
    };

    public static IEnumerable<string> RequiredOf(Type type) => s_required.TryGetValue(type, out var names) ? names : [];

    /// <summary>Changes the schema of an object.</summary>
    public static void ApplyTo(Type type, JsonObject schema)
    {
        if (type == typeof(ServiceSpec))
        {
            var properties = schema["properties"]!.AsObject();
            foreach (var (name, field) in s_serviceFields)
                properties[name] = field.DeepClone();
        }
        else if (type == typeof(SparkApplicationSpec))
        {
            schema["x-kubernetes-validations"] = ApplicationRules();
        }
    }

    /// <summary>Changes the schema of a property.</summary>
    public static void ApplyTo(Type owner, string property, JsonObject schema)
    {
        if (owner == typeof(SparkApplicationSpec) && property is "driver" or "executor")
            schema["default"] = new JsonObject();
        else if (owner == typeof(SparkApplicationSpec) && property == "sparkConf")
            schema["x-kubernetes-validations"] = SettingRules();
        else if (owner == typeof(ServicePort) && property == "protocol")
            schema["default"] = "TCP";
    }

    /// <summary><c>meta/v1 Condition</c>.</summary>
    public static JsonObject Condition() => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("lastTransitionTime", "message", "reason", "status", "type"),
        ["properties"] = new JsonObject
        {
            ["lastTransitionTime"] = Of("string", "date-time"),
            ["message"] = new JsonObject { ["type"] = "string", ["maxLength"] = 32768 },
            ["observedGeneration"] = new JsonObject { ["type"] = "integer", ["format"] = "int64", ["minimum"] = 0 },
            ["reason"] = new JsonObject { ["type"] = "string", ["maxLength"] = 1024, ["minLength"] = 1, ["pattern"] = "^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$" },
            ["status"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("True", "False", "Unknown") },
            ["type"] = new JsonObject
            {
                ["type"] = "string",
                ["maxLength"] = 316,
                ["pattern"] = @"^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$",
            },
        },
    };

    /// <summary>The rule on the name of an application: every object of it is named after it.</summary>
    public static JsonArray NameRules(string kind, int longest) =>
    [
        Rule($"size(self.metadata.name) <= {longest} && self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')", $"invalid {kind} name: {ObjectNames.Dns1035}, and must be no more than {longest} characters"),
    ];

    /// <summary>
    /// On the settings themselves: each field of the large spec that a rule names costs the API server a walk over all of them, at every
    /// write of the status too.
    /// </summary>
    private static JsonArray SettingRules() => [.. DeniedSettings.Keys.Select(key => Rule($"!('{key}' in self)", DeniedSettings.Message(key)))];

    private static JsonArray ApplicationRules() =>
    [
        Rule(
            "!has(self.nodeSelector) || size(self.nodeSelector) == 0 || ((!has(self.driver.nodeSelector) || size(self.driver.nodeSelector) == 0) && (!has(self.executor.nodeSelector) || size(self.executor.nodeSelector) == 0))",
            ValidationMessages.NodeSelectorTwice),
        // The version first: mostly that is all there is to look at.
        Rule(
            "!self.sparkVersion.matches('^v?[0-2][.]') || !(has(self.driver.template) || has(self.executor.template))",
            ValidationMessages.TemplateNeedsSpark3),
    ];

    private static JsonObject Rule(string rule, string message) => new() { ["rule"] = rule, ["message"] = message };

    private static JsonObject Of(string type, string? format = null) =>
        format is null ? new() { ["type"] = type } : new() { ["type"] = type, ["format"] = format };

    private static JsonObject Strings() => new() { ["type"] = "array", ["items"] = Of("string"), ["x-kubernetes-list-type"] = "atomic" };

    private static JsonObject Any() => new() { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true };
}
