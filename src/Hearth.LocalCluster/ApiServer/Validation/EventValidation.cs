using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Resources;

namespace Hearth.LocalCluster.ApiServer.Validation;

internal static class EventValidation
{
    public static void Validate(ErrorList errors, ApiResource resource, JsonObject value)
    {
        var isCore = resource.Group.Length == 0;
        var about = value.Map(isCore ? "involvedObject" : "regarding");
        var subject = about?.Text("namespace") ?? "";
        var ns = value.Map("metadata")?.Text("namespace") ?? "";
        if (!isCore)
        {
            if (value.Text("eventTime") is null)
                errors.Required("eventTime");
            if (value.Text("type") is not ("Normal" or "Warning"))
                errors.Invalid("type", value.Text("type") ?? "", $"has invalid value: {value.Text("type")}");
            return;
        }

        if (subject.Length > 0 && subject != ns)
            errors.Invalid("involvedObject.namespace", subject, "does not match event.namespace");
    }
}
