using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Events of both groups.</summary>
internal static class EventValidation
{
    public static void Core(ErrorList errors, JsonObject value)
    {
        var subject = value.Map("involvedObject")?.Text("namespace") ?? "";
        if (subject.Length > 0 && subject != (value.Map("metadata")?.Text("namespace") ?? ""))
            errors.Invalid("involvedObject.namespace", subject, "does not match event.namespace");
    }

    public static void Events(ErrorList errors, JsonObject value)
    {
        if (value.Text("eventTime") is null)
            errors.Required("eventTime");
        if (value.Text("type") is not ("Normal" or "Warning"))
            errors.Invalid("type", value.Text("type") ?? "", $"has invalid value: {value.Text("type")}");
    }
}
