using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Selection;

namespace Hearth.LocalCluster.ApiServer.Tables;

internal static class WorkloadCells
{
    public static IReadOnlyList<Column> Columns(string resource, Column name, Column age) => resource switch
    {
        "deployments.apps" =>
        [
            name,
            Text("Ready", value => $"{Status(value, "readyReplicas")}/{Spec(value, "replicas")}"),
            Whole("Up-to-date", value => Status(value, "updatedReplicas")) with { Type = "string" },
            Whole("Available", value => Status(value, "availableReplicas")) with { Type = "string" },
            age,
            .. Template(value => Selectors.Format(value.Map("spec")?.Map("selector"))),
        ],
        "replicasets.apps" => Replicas(name, age, value => Selectors.Format(value.Map("spec")?.Map("selector"))),
        "replicationcontrollers" => Replicas(name, age, value => Tables.Columns.Pairs(value.Map("spec")?.Map("selector"))),
        "statefulsets.apps" =>
        [
            name,
            Text("Ready", value => $"{Status(value, "readyReplicas")}/{Spec(value, "replicas")}"),
            age,
            .. Images(),
        ],
        "daemonsets.apps" =>
        [
            name,
            Whole("Desired", value => Status(value, "desiredNumberScheduled")),
            Whole("Current", value => Status(value, "currentNumberScheduled")),
            Whole("Ready", value => Status(value, "numberReady")),
            Whole("Up-to-date", value => Status(value, "updatedNumberScheduled")),
            Whole("Available", value => Status(value, "numberAvailable")),
            Text("Node Selector", value => Tables.Columns.Pairs(value.Map("spec")?.Map("template")?.Map("spec")?.Map("nodeSelector"))),
            age,
            .. Template(value => Selectors.Format(value.Map("spec")?.Map("selector"))),
        ],
        "jobs.batch" =>
        [
            name,
            Text("Status", JobStatus),
            Text("Completions", Completions),
            new("Duration", "string", "", "", 0, (value, now) => JsonValue.Create(Duration(value, now))),
            age,
            .. Template(value => Selectors.Format(value.Map("spec")?.Map("selector"))),
        ],
        _ =>
        [
            name,
            Text("Schedule", value => value.Map("spec")?.Text("schedule")),
            Text("Timezone", value => Tables.Columns.OrNone(value.Map("spec")?.Text("timeZone"))),
            Text("Suspend", value => value.Map("spec")?.IsTrue("suspend") == true ? "True" : "False") with { Type = "boolean" },
            Whole("Active", value => value.Map("status")?.List("active")?.Count ?? 0),
            new("Last Schedule", "string", "", "", 0, (value, now) => value.Map("status")?.Text("lastScheduleTime") is { } time ? Ages.Since(time, now) : JsonValue.Create("<none>")),
            age,
            Text("Containers", value => string.Join(",", Containers(value.Map("spec")?.Map("jobTemplate")).Select(container => container.Text("name"))), 1),
            Text("Images", value => string.Join(",", Containers(value.Map("spec")?.Map("jobTemplate")).Select(container => container.Text("image"))), 1),
            Text("Selector", value => Selectors.Format(value.Map("spec")?.Map("jobTemplate")?.Map("spec")?.Map("selector")), 1),
        ],
    };

    private static IReadOnlyList<Column> Replicas(Column name, Column age, Func<JsonObject, string> selector) =>
    [
        name,
        Whole("Desired", value => Spec(value, "replicas")),
        Whole("Current", value => Status(value, "replicas")),
        Whole("Ready", value => Status(value, "readyReplicas")),
        age,
        .. Template(selector),
    ];

    private static Column[] Images() =>
    [
        Text("Containers", value => string.Join(",", Containers(value).Select(container => container.Text("name"))), 1),
        Text("Images", value => string.Join(",", Containers(value).Select(container => container.Text("image"))), 1),
    ];

    private static Column[] Template(Func<JsonObject, string> selector) => [.. Images(), Text("Selector", selector, 1)];

    private static IEnumerable<JsonObject> Containers(JsonObject? value) => value?.Map("spec")?.Map("template")?.Map("spec")?.Objects("containers") ?? [];

    private static Column Text(string name, Func<JsonObject, string?> cell, int priority = 0) =>
        new(name, "string", "", "", priority, (value, _) => JsonValue.Create(cell(value) ?? ""));

    private static Column Whole(string name, Func<JsonObject, long> cell) => new(name, "integer", "", "", 0, (value, _) => JsonValue.Create(cell(value)));

    private static long Status(JsonObject value, string name) => value.Map("status")?[name].Number ?? 0;

    private static long Spec(JsonObject value, string name) => value.Map("spec")?[name].Number ?? 0;

    private static string Completions(JsonObject job)
    {
        var done = Status(job, "succeeded");
        if (job.Map("spec")?["completions"].Number is { } wanted)
            return $"{done}/{wanted}";
        var parallel = Spec(job, "parallelism");
        return parallel > 1 ? $"{done}/1 of {parallel}" : $"{done}/1";
    }

    private static string JobStatus(JsonObject job)
    {
        bool Has(string type) => job.Map("status")?.Objects("conditions").Any(condition => condition.Text("type") == type && condition.Text("status") == "True") == true;
        if (Has("Complete"))
            return "Complete";
        if (Has("Failed"))
            return "Failed";
        if (job.Map("metadata")?["deletionTimestamp"] is not null)
            return "Terminating";
        if (Has("Suspended"))
            return "Suspended";
        return Has("FailureTarget") ? "FailureTarget" : Has("SuccessCriteriaMet") ? "SuccessCriteriaMet" : "Running";
    }

    private static string Duration(JsonObject job, DateTimeOffset now)
    {
        if (job.Map("status")?.Text("startTime") is not { } start || !DateTimeOffset.TryParse(start, CultureInfo.InvariantCulture, out var began))
            return "";
        var ended = job.Map("status")?.Text("completionTime") is { } end && DateTimeOffset.TryParse(end, CultureInfo.InvariantCulture, out var time) ? time : now;
        return Ages.Human(ended - began);
    }
}
