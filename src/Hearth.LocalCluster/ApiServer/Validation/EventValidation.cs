using System.Text;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Events of both groups. The messages name the fields of the core group, but for the controller that reports.</summary>
internal static class EventValidation
{
    private const int MostLetters = 128;
    private const int MostNoteBytes = 1024;

    private static readonly (string Name, string Shown)[] s_reference =
        [("kind", "Kind"), ("namespace", "Namespace"), ("name", "Name"), ("uid", "UID"), ("apiVersion", "APIVersion"), ("resourceVersion", "ResourceVersion"), ("fieldPath", "FieldPath")];

    public static void Core(ErrorList errors, JsonObject value) => Common(errors, value, "involvedObject", "reportingComponent", "message");

    public static void Events(ErrorList errors, JsonObject value)
    {
        Common(errors, value, "regarding", "reportingController", "note");
        Series(errors, value);
        if (value.Text("eventTime") is null)
            errors.Required("eventTime");
        if (value.Text("type") is not ("Normal" or "Warning"))
            errors.Invalid("type", "", $"has invalid value: {value.Text("type")}");
        foreach (var (name, shown) in (ReadOnlySpan<(string, string)>)[("deprecatedFirstTimestamp", "firstTimestamp"), ("deprecatedLastTimestamp", "lastTimestamp")])
        {
            if (value[name] is not null)
                errors.Invalid(shown, "", "needs to be unset");
        }

        if ((value["deprecatedCount"].Number ?? 0) != 0)
            errors.Invalid("count", "", "needs to be unset");
        if (value.Map("deprecatedSource") is { Count: > 0 })
            errors.Invalid("source", "", "needs to be unset");
    }

    public static void EventsUpdate(ErrorList errors, JsonObject value, JsonObject old)
    {
        Common(errors, value, "regarding", "reportingController", "note");
        if (!JsonNode.DeepEquals(value["series"], old["series"]))
            Series(errors, value);
        foreach (var (name, shown) in (ReadOnlySpan<(string, string)>)[
            ("regarding", "involvedObject"), ("reason", "reason"), ("reason", "reason"), ("note", "message"), ("deprecatedSource", "source"), ("deprecatedFirstTimestamp", "firstTimestamp"), ("deprecatedLastTimestamp", "lastTimestamp"), ("deprecatedCount", "count"),
            ("type", "type"), ("eventTime", "eventTime"), ("action", "action"), ("related", "related"), ("reportingController", "reportingController"), ("reportingInstance", "reportingInstance")])
        {
            if (!JsonNode.DeepEquals(value[name], old[name]))
                errors.Invalid(shown, Shown(name, value[name]), "field is immutable");
        }
    }

    /// <summary>A value as real servers print it: references as Go's structures, missing texts as empty ones.</summary>
    private static JsonNode? Shown(string name, JsonNode? value) => name switch
    {
        "regarding" or "related" when value is JsonObject reference => new JsonObject(s_reference.Select(field => KeyValuePair.Create<string, JsonNode?>(field.Shown, reference.Text(field.Name) ?? ""))),
        "deprecatedSource" when value is JsonObject source => new JsonObject { ["Component"] = source.Text("component") ?? "", ["Host"] = source.Text("host") ?? "" },
        "reason" or "note" or "type" or "action" or "reportingController" or "reportingInstance" => value?.DeepClone() ?? "",
        _ => value?.DeepClone(),
    };

    private static void Common(ErrorList errors, JsonObject value, string about, string controller, string note)
    {
        var subject = value.Map(about)?.Text("namespace") ?? "";
        var ns = value.Map("metadata")?.Text("namespace") ?? "";
        var isNew = value.Text("eventTime") is not null;
        if (subject.Length > 0 ? !isNew && subject != ns : ns is not "default" && !(isNew && ns == "kube-system"))
            errors.Invalid("involvedObject.namespace", subject, "does not match event.namespace");
        if (!isNew)
            return;
        errors.Needed(controller, value.Text(controller));
        errors.QualifiedName(controller, value.Text(controller) ?? "");
        foreach (var name in (ReadOnlySpan<string>)["reportingInstance", "action", "reason"])
        {
            errors.Needed(name, value.Text(name));
            if (value.Text(name)?.Length > MostLetters)
                errors.Invalid(name, "", $"can have at most {MostLetters} characters");
        }

        if (Encoding.UTF8.GetByteCount(value.Text(note) ?? "") > MostNoteBytes)
            errors.Invalid("message", "", $"can have at most {MostNoteBytes} characters");
    }

    private static void Series(ErrorList errors, JsonObject value)
    {
        if (value.Map("series") is not { } series)
            return;
        if ((series["count"].Number ?? 0) < 2)
            errors.Invalid("series.count", "", "should be at least 2");
        errors.Needed("series.lastObservedTime", series.Text("lastObservedTime"));
    }
}
