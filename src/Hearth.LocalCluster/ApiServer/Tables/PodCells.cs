using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Tables;

/// <summary>How <c>kubectl get pods</c> sums a pod up.</summary>
internal static class PodCells
{
    private static IEnumerable<JsonObject> Sidecars(JsonObject pod) =>
        pod.Map("spec")?.Objects("initContainers").Where(container => container.Text("restartPolicy") == "Always") ?? [];

    public static string Ready(JsonObject pod)
    {
        var sidecars = Sidecars(pod).Select(container => container.Text("name")).ToHashSet(StringComparer.Ordinal);
        var total = (pod.Map("spec")?.List("containers")?.Count ?? 0) + sidecars.Count;
        var ready = pod.Map("status")?.Objects("containerStatuses").Count(IsReady) ?? 0;
        ready += pod.Map("status")?.Objects("initContainerStatuses").Count(status => sidecars.Contains(status.Text("name")) && IsReady(status)) ?? 0;
        return $"{ready}/{total}";
    }

    private static bool IsReady(JsonObject status) => status.IsTrue("ready") && status.Map("state")?.Map("running") is not null || status.IsTrue("ready") && status.Map("state")?.Map("terminated") is null;

    public static string Status(JsonObject pod)
    {
        var status = pod.Map("status") ?? [];
        var reason = status.Text("reason") is { Length: > 0 } stated ? stated : status.Text("phase") ?? "";
        if (status.Objects("conditions").Any(condition => condition.Text("type") == "PodScheduled" && condition.Text("reason") == "SchedulingGated"))
            reason = "SchedulingGated";
        var initializing = Initializing(pod, status);
        if (initializing is not null)
            reason = initializing;
        else
            reason = Containers(status, reason);
        if (pod.Map("metadata")?["deletionTimestamp"] is null)
            return reason;
        return status.Text("reason") == "NodeLost" ? "Unknown" : status.Text("phase") is "Succeeded" or "Failed" ? reason : "Terminating";
    }

    private static string? Initializing(JsonObject pod, JsonObject status)
    {
        var total = pod.Map("spec")?.List("initContainers")?.Count ?? 0;
        var sidecars = Sidecars(pod).Select(container => container.Text("name")).ToHashSet(StringComparer.Ordinal);
        var i = 0;
        foreach (var container in status.Objects("initContainerStatuses"))
        {
            var terminated = container.Map("state")?.Map("terminated");
            var done = terminated?["exitCode"].Number == 0 || sidecars.Contains(container.Text("name")) && container.IsTrue("started");
            if (!done)
            {
                if (terminated is not null)
                    return "Init:" + Ended(terminated);
                if (container.Map("state")?.Map("waiting")?.Text("reason") is { Length: > 0 } waiting and not "PodInitializing")
                    return "Init:" + waiting;
                return $"Init:{i}/{total}";
            }

            i++;
        }

        return null;
    }

    private static string Ended(JsonObject terminated)
    {
        if (terminated.Text("reason") is { Length: > 0 } reason)
            return reason;
        return (terminated["signal"].Number ?? 0) != 0 ? $"Signal:{terminated["signal"].Number}" : $"ExitCode:{terminated["exitCode"].Number ?? 0}";
    }

    private static string Containers(JsonObject status, string reason)
    {
        var running = false;
        foreach (var container in status.Objects("containerStatuses").Reverse())
        {
            var state = container.Map("state") ?? [];
            if (state.Map("waiting")?.Text("reason") is { Length: > 0 } waiting)
                reason = waiting;
            else if (state.Map("terminated") is { } terminated)
                reason = Ended(terminated);
            else if (container.IsTrue("ready") && state.Map("running") is not null)
                running = true;
        }

        if (reason != "Completed" || !running)
            return reason;
        return status.Objects("conditions").Any(condition => condition.Text("type") == "Ready" && condition.Text("status") == "True") ? "Running" : "NotReady";
    }

    public static JsonNode Restarts(JsonObject pod, DateTimeOffset now)
    {
        var sidecars = Sidecars(pod).Select(container => container.Text("name")).ToHashSet(StringComparer.Ordinal);
        var statuses = (pod.Map("status")?.Objects("containerStatuses") ?? [])
            .Concat(pod.Map("status")?.Objects("initContainerStatuses").Where(status => sidecars.Contains(status.Text("name"))) ?? []).ToArray();
        var count = statuses.Sum(status => status["restartCount"].Number ?? 0);
        var last = statuses.Select(status => status.Map("lastState")?.Map("terminated")?.Text("finishedAt")).Where(time => time is not null).Max(StringComparer.Ordinal);
        return JsonValue.Create(count > 0 && last is not null ? $"{count} ({Ages.Since(last, now).Text} ago)" : $"{count}")!;
    }

    public static string Gates(JsonObject pod)
    {
        var gates = pod.Map("spec")?.Objects("readinessGates").Select(gate => gate.Text("conditionType")).ToArray() ?? [];
        if (gates.Length == 0)
            return "<none>";
        var ready = pod.Map("status")?.Objects("conditions").Count(condition => condition.Text("status") == "True" && gates.Contains(condition.Text("type"))) ?? 0;
        return $"{ready}/{gates.Length}";
    }
}
