using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Reading;

/// <summary>Events have two names for most of their fields: those of <c>v1</c>, in which they are stored, and of <c>events.k8s.io/v1</c>.</summary>
internal static class Events
{
    private static readonly (string Core, string Group)[] s_names =
    [
        ("involvedObject", "regarding"),
        ("message", "note"),
        ("source", "deprecatedSource"),
        ("firstTimestamp", "deprecatedFirstTimestamp"),
        ("lastTimestamp", "deprecatedLastTimestamp"),
        ("count", "deprecatedCount"),
        ("reportingComponent", "reportingController"),
    ];

    public static JsonObject ToEventsGroup(JsonObject value)
    {
        foreach (var (core, group) in s_names)
            Rename(value, core, group);
        foreach (var name in (ReadOnlySpan<string>)["reportingController", "reportingInstance"])
        {
            if (value.Text(name) is "")
                value.Remove(name);
        }

        return value;
    }

    public static JsonObject ToCore(JsonObject value)
    {
        foreach (var (core, group) in s_names)
            Rename(value, group, core);
        Complete(value);
        return value;
    }

    /// <summary>Fields of the core form that are always there.</summary>
    public static void Complete(JsonObject value)
    {
        value.Ensure("involvedObject");
        value.Ensure("source");
        foreach (var name in (ReadOnlySpan<string>)["firstTimestamp", "lastTimestamp", "eventTime"])
        {
            if (!value.ContainsKey(name))
                value[name] = null;
        }

        value.TryAdd("reportingComponent", "");
        value.TryAdd("reportingInstance", "");
    }

    private static void Rename(JsonObject value, string from, string to)
    {
        if (!value.TryGetPropertyValue(from, out var field))
            return;
        value.Remove(from);
        value[to] = field;
    }
}
