using System.Text.Json.Nodes;
using Hearth.Kube.Core.Quantities;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>What a HorizontalPodAutoscaler looks at.</summary>
internal static class MetricValidation
{
    private static readonly string[] s_types = ["ContainerResource", "External", "Object", "Pods", "Resource"];

    // In the order in which real servers look for a second one.
    private static readonly string[] s_sources = ["object", "external", "pods", "resource", "containerResource"];

    /// <summary>The one metric that the first version has, as the later ones would state it.</summary>
    public static void Cpu(ErrorList errors, JsonNode use)
    {
        var target = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = use.DeepClone() };
        Validate(errors, new JsonObject { ["type"] = "Resource", ["resource"] = new JsonObject { ["name"] = "cpu", ["target"] = target } }, "spec.metrics[0]");
    }

    public static void Validate(ErrorList errors, JsonObject metric, string at)
    {
        var type = metric.Text("type") ?? "";
        if (type.Length == 0)
            errors.Required(at + ".type", "must specify a metric source type");
        if (!s_types.Contains(type))
            errors.OneOf(at + ".type", type, s_types);
        var present = s_sources.Where(metric.ContainsKey).ToList();
        if (present.Count > 0)
            Source(errors, present[0], metric.Map(present[0]) ?? [], $"{at}.{present[0]}");
        var expected = type == "ContainerResource" ? "containerResource" : type.ToLowerInvariant();
        // Real servers look at an unknown type twice.
        if (!s_types.Contains(type))
            errors.OneOf(at + ".type", type, s_types);
        else if (!present.Contains(expected))
            errors.Required($"{at}.{expected}", "must populate information for the given metric source");
        if (present.Count == 1)
            return;
        foreach (var other in present.Where(source => source != expected))
            errors.Forbidden($"{at}.{other}", "must populate the given metric source only");
    }

    private static void Source(ErrorList errors, string kind, JsonObject source, string at)
    {
        var target = source.Map("target") ?? [];
        switch (kind)
        {
            case "object":
                AutoscalingValidation.Reference(errors, source.Map("describedObject") ?? [], at + ".describedObject", needsGroup: false);
                Identifier(errors, source, at);
                Target(errors, target, at + ".target");
                if (target["value"] is null && target["averageValue"] is null)
                    errors.Required(at + ".target.averageValue", "must set either a target value or averageValue");
                break;
            case "external":
                Identifier(errors, source, at);
                Target(errors, target, at + ".target");
                if (target["value"] is null && target["averageValue"] is null)
                    errors.Required(at + ".target.averageValue", "must set either a target value for metric or a per-pod target");
                if (target["value"] is not null && target["averageValue"] is not null)
                    errors.Forbidden(at + ".target.value", "may not set both a target value for metric and a per-pod target");
                break;
            case "pods":
                Identifier(errors, source, at);
                Target(errors, target, at + ".target");
                if (!IsPositive(target.Text("averageValue")))
                    errors.Required(at + ".target.averageValue", "must specify a positive target averageValue");
                break;
            default:
                var isNamed = errors.Needed(at + ".name", source.Text("name"), "must specify a resource name");
                if (kind == "containerResource")
                    Container(errors, source, at, isNamed);
                Target(errors, target, at + ".target");
                if (target["averageUtilization"] is null && target["averageValue"] is null)
                    errors.Required(at + ".target.averageUtilization", "must set either a target raw value or a target utilization");
                if (target["averageUtilization"] is not null && target["averageValue"] is not null)
                    errors.Forbidden(at + ".target.averageValue", "may not set both a target raw value and a target utilization");
                break;
        }
    }

    private static void Container(ErrorList errors, JsonObject source, string at, bool isNamed)
    {
        if (isNamed)
            Pods.ResourceValidation.ContainerName(errors, source.Text("name")!, at + ".name");
        if (errors.Needed(at + ".container", source.Text("container"), "must specify a container"))
            errors.DnsLabel(at + ".container", source.Text("container")!);
    }

    private static void Identifier(ErrorList errors, JsonObject source, string at)
    {
        var metric = source.Map("metric") ?? [];
        if (errors.Needed(at + ".metric.name", metric.Text("name"), "must specify a metric name"))
            errors.InvalidEach(at + ".metric.name", metric["name"], Names.PathSegmentProblems(metric.Text("name")!));
    }

    private static void Target(ErrorList errors, JsonObject target, string at)
    {
        var type = target.Text("type") ?? "";
        if (type.Length == 0)
            errors.Required(at + ".type", "must specify a metric target type");
        if (type is not ("Utilization" or "Value" or "AverageValue"))
            errors.Invalid(at + ".type", type, "must be either Utilization, Value, or AverageValue");
        foreach (var name in (ReadOnlySpan<string>)["value", "averageValue"])
        {
            if (target.Text(name) is { } amount && !IsPositive(amount))
                errors.Invalid($"{at}.{name}", amount, "must be positive");
        }

        if (target["averageUtilization"].Number < 1)
            errors.Invalid(at + ".averageUtilization", target["averageUtilization"]?.DeepClone(), "must be greater than 0");
    }

    private static bool IsPositive(string? amount) => amount is not null && new Quantity(amount) > Quantity.Zero;
}
