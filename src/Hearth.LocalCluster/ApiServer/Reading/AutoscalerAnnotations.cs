using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Reading;

/// <summary>
/// What <c>autoscaling/v1</c> has no fields for stands in annotations of its HorizontalPodAutoscalers: metrics beside the CPU's target, their
/// present values, conditions and behaviour. Version 2 has no such annotations.
/// </summary>
internal static class AutoscalerAnnotations
{
    private const string Prefix = "autoscaling.alpha.kubernetes.io/";
    private static readonly string[] s_directions = ["ScaleUp", "ScaleDown"];

    public static void Remove(JsonObject value)
    {
        if (value.Map("metadata") is not { } metadata || metadata.Map("annotations") is not { } annotations)
            return;
        foreach (var name in (ReadOnlySpan<string>)["metrics", "current-metrics", "conditions", "behavior"])
            annotations.Remove(Prefix + name);
        if (annotations.Count == 0)
            metadata.Remove("annotations");
    }

    /// <summary>Says in annotations what version 1 cannot say otherwise.</summary>
    public static void Write(JsonObject value, IEnumerable<JsonObject> metrics, IEnumerable<JsonObject> current, JsonArray? conditions, JsonObject? behavior)
    {
        Set("metrics", [.. metrics.Select(metric => ToVersion1(metric, "target"))]);
        Set("current-metrics", [.. current.Select(metric => ToVersion1(metric, "current"))]);
        Set("conditions", (JsonArray?)conditions?.DeepClone() ?? []);
        if (behavior is not null)
            value.Ensure("metadata").Ensure("annotations")[Prefix + "behavior"] = Json.ToText(new JsonObject(s_directions.Select(direction => KeyValuePair.Create(direction, (JsonNode?)ToMemory(behavior.Map(Lower(direction)))))));

        void Set(string name, JsonArray list)
        {
            if (list.Count > 0)
                value.Ensure("metadata").Ensure("annotations")[Prefix + name] = Json.ToText(list);
        }
    }

    /// <summary>Metrics of an annotation, as version 2 has them; null where it is not there or cannot be read.</summary>
    /// <param name="amount"><c>target</c>, or <c>current</c> for the present values.</param>
    public static IEnumerable<JsonObject>? Metrics(JsonObject value, string amount) =>
        (Read(value, amount == "target" ? "metrics" : "current-metrics") as JsonArray)?.OfType<JsonObject>().Select(metric => ToVersion2(metric, amount)).ToList();

    public static JsonArray? Conditions(JsonObject value) => Read(value, "conditions") as JsonArray;

    public static JsonObject? Behavior(JsonObject value)
    {
        if (Read(value, "behavior") is not JsonObject memory)
            return null;
        var behavior = new JsonObject();
        foreach (var direction in s_directions)
        {
            if (memory.Map(direction) is { } rules)
                behavior[Lower(direction)] = FromMemory(rules);
        }

        return behavior;
    }

    private static JsonNode? Read(JsonObject value, string name) => value.Map("metadata")?.Map("annotations")?.Text(Prefix + name) is { } text ? Json.TryRead(text) : null;

    private static string Lower(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static JsonObject? ToMemory(JsonObject? rules) => rules is null ? null : new JsonObject
    {
        ["StabilizationWindowSeconds"] = rules["stabilizationWindowSeconds"]?.DeepClone(),
        ["SelectPolicy"] = rules["selectPolicy"]?.DeepClone(),
        ["Policies"] = new JsonArray([.. rules.Objects("policies").Select(JsonNode (policy) => new JsonObject { ["Type"] = policy["type"]?.DeepClone(), ["Value"] = policy["value"]?.DeepClone(), ["PeriodSeconds"] = policy["periodSeconds"]?.DeepClone() })]),
        ["Tolerance"] = rules["tolerance"]?.DeepClone(),
    };

    private static JsonObject FromMemory(JsonObject memory)
    {
        var rules = new JsonObject();
        foreach (var (name, field) in memory)
        {
            if (field is JsonArray policies)
                rules[Lower(name)] = new JsonArray([.. policies.OfType<JsonObject>().Select(JsonNode (policy) => new JsonObject(policy.Select(entry => KeyValuePair.Create(Lower(entry.Key), entry.Value?.DeepClone()))))]);
            else if (field is not null)
                rules[Lower(name)] = field.DeepClone();
        }

        return rules;
    }

    private static JsonObject ToVersion1(JsonObject metric, string amount)
    {
        var type = metric.Text("type") ?? "";
        var source = metric.Map(Lower(type)) ?? [];
        var (name, values) = (source.Map("metric"), source.Map(amount) ?? []);
        var value = values["value"]?.DeepClone();
        var zero = value ?? "0";
        var average = values["averageValue"]?.DeepClone();
        var shown = type switch
        {
            "Pods" => Of(("metricName", name?["name"]), (amount + "AverageValue", average), ("selector", name?["selector"])),
            "External" => Of(("metricName", name?["name"]), ("metricSelector", name?["selector"]), (amount + "Value", amount == "target" ? value : zero), (amount + "AverageValue", average)),
            "Object" => Of(("target", source["describedObject"]), ("metricName", name?["name"]), (amount + "Value", zero), ("selector", name?["selector"]), ("averageValue", average)),
            _ => Of(("name", source["name"]), (amount + "AverageUtilization", values["averageUtilization"]), (amount + "AverageValue", average), ("container", source["container"])),
        };
        return new JsonObject { ["type"] = type, [Lower(type)] = shown };
    }

    private static JsonObject ToVersion2(JsonObject metric, string amount)
    {
        var type = metric.Text("type") ?? "";
        var source = metric.Map(Lower(type)) ?? [];
        var utilization = source[amount + "AverageUtilization"];
        var average = source[type == "Object" ? "averageValue" : amount + "AverageValue"];
        var value = type == "Object" && average is not null ? null : source[amount + "Value"];
        var kind = amount == "current" ? null : JsonValue.Create(utilization is not null ? "Utilization" : average is not null ? "AverageValue" : "Value");
        var values = Of(("type", kind), ("value", value), ("averageValue", average), ("averageUtilization", utilization));
        var name = Of(("name", source["metricName"]), ("selector", source[type == "External" ? "metricSelector" : "selector"]));
        var shown = type switch
        {
            "Pods" or "External" => Of(("metric", name), (amount, values)),
            "Object" => Of(("describedObject", source["target"]), (amount, values), ("metric", name)),
            _ => Of(("name", source["name"]), (amount, values), ("container", source["container"])),
        };
        return new JsonObject { ["type"] = type, [Lower(type)] = shown };
    }

    /// <summary>The fields that have a value.</summary>
    private static JsonObject Of(params ReadOnlySpan<(string Name, JsonNode? Value)> fields)
    {
        var map = new JsonObject();
        foreach (var (name, value) in fields)
        {
            if (value is not null)
                map[name] = value.Parent is null ? value : value.DeepClone();
        }

        return map;
    }
}
