using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Tables;

/// <summary>The columns of a HorizontalPodAutoscaler.</summary>
internal static class AutoscalerCells
{
    private const int MostShown = 2;

    public static IReadOnlyList<Column> Columns(Column name, Column age) =>
    [
        name,
        Text("Reference", value => $"{value.Map("spec")?.Map("scaleTargetRef")?.Text("kind")}/{value.Map("spec")?.Map("scaleTargetRef")?.Text("name")}"),
        Text("Targets", Targets),
        Text("MinPods", value => value.Map("spec")?["minReplicas"].Number is { } least ? least.ToString(CultureInfo.InvariantCulture) : "<unset>"),
        Whole("MaxPods", value => value.Map("spec")?["maxReplicas"].Number ?? 0),
        Whole("Replicas", value => value.Map("status")?["currentReplicas"].Number ?? 0),
        age,
    ];

    private static Column Text(string name, Func<JsonObject, string> cell) => new(name, "string", "", "", 0, (value, _) => JsonValue.Create(cell(value)));

    private static Column Whole(string name, Func<JsonObject, long> cell) => new(name, "string", "", "", 0, (value, _) => JsonValue.Create(cell(value)));

    private static string Targets(JsonObject autoscaler)
    {
        var metrics = autoscaler.Map("spec")?.Objects("metrics").ToArray() ?? [];
        if (metrics.Length == 0)
            return "<none>";
        var present = autoscaler.Map("status")?.Objects("currentMetrics").ToArray() ?? [];
        var shown = metrics.Take(MostShown).Select((metric, i) => Target(metric, i < present.Length ? present[i] : null));
        return string.Join(", ", shown) + (metrics.Length > MostShown ? $" + {metrics.Length - MostShown} more..." : "");
    }

    private static string Target(JsonObject metric, JsonObject? present)
    {
        var type = metric.Text("type") ?? "";
        var field = type.Length == 0 ? "" : char.ToLowerInvariant(type[0]) + type[1..];
        var source = metric.Map(field) ?? [];
        var current = present?.Map(field)?.Map("current");
        var target = source.Map("target") ?? [];
        var prefix = type is "Resource" or "ContainerResource" ? source.Text("name") + ": " : "";
        if (target["averageUtilization"].Number is { } percent)
            return $"{prefix}{(current?["averageUtilization"].Number is { } now ? now + "%" : "<unknown>")}/{percent}%";
        if (target.Text("averageValue") is { } average)
            return $"{prefix}{current?.Text("averageValue") ?? "<unknown>"}/{average}{(type is "Object" or "External" ? " (avg)" : "")}";
        return $"{prefix}{current?.Text("value") ?? "<unknown>"}/{target.Text("value")}";
    }
}
