using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Http;

/// <summary>An answer other than success, as a <c>meta/v1 Status</c>.</summary>
internal sealed class ApiException(int code, string reason, string message, JsonObject? details = null) : Exception(message)
{
    public int Code { get; } = code;

    public string Reason { get; } = reason;

    /// <summary>What a webhook may say in another way.</summary>
    public string StatusText { get; init; } = "Failure";

    public JsonObject? Metadata { get; init; }

    public JsonObject ToStatus()
    {
        var status = new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = Metadata?.DeepClone() ?? new JsonObject(), ["status"] = StatusText, ["message"] = Message };
        if (Reason.Length > 0)
            status["reason"] = Reason;
        if (details is not null)
            status["details"] = details.DeepClone();
        status["code"] = Code;
        return status;
    }

    public int? RetryAfterSeconds => details?["retryAfterSeconds"] is JsonValue value && value.TryGetValue<int>(out var seconds) ? seconds : null;

    private static JsonObject Details(string group, string kind, string name, string? uid = null)
    {
        var details = new JsonObject();
        if (name.Length > 0)
            details["name"] = name;
        if (group.Length > 0)
            details["group"] = group;
        if (kind.Length > 0)
            details["kind"] = kind;
        if (uid is not null)
            details["uid"] = uid;
        return details;
    }

    private static string Qualified(string group, string plural) => group.Length == 0 ? plural : plural + "." + group;

    public static ApiException NotFound(string group, string plural, string name) =>
        new(404, "NotFound", $"{Qualified(group, plural)} \"{name}\" not found", Details(group, plural, name));

    /// <summary>A path that leads nowhere.</summary>
    public static ApiException NoSuchResource() =>
        new(404, "NotFound", "the server could not find the requested resource", []);

    public static ApiException AlreadyExists(string group, string plural, string name) =>
        new(409, "AlreadyExists", $"{Qualified(group, plural)} \"{name}\" already exists", Details(group, plural, name));

    public static ApiException Conflict(string group, string plural, string name, string why) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {Qualified(group, plural)} \"{name}\": {why}", Details(group, plural, name));

    public static ApiException Modified(string group, string plural, string name) =>
        Conflict(group, plural, name, "the object has been modified; please apply your changes to the latest version and try again");

    public static ApiException Forbidden(string group, string plural, string name, string why) =>
        new(403, "Forbidden", $"{Qualified(group, plural)} {(name.Length > 0 ? $"\"{name}\" " : "")}is forbidden: {why}", Details(group, plural, name));

    public static ApiException Invalid(string group, string kind, string name, IReadOnlyList<FieldError> errors)
    {
        if (group == "events.k8s.io")
            group = "";
        var details = Details(group, kind, name);
        details["causes"] = new JsonArray([.. errors.Select(error => error.ToCause())]);
        var texts = errors.Select(error => error.ToString()).Distinct(StringComparer.Ordinal).ToArray();
        var text = texts.Length == 1 ? texts[0] : $"[{string.Join(", ", texts)}]";
        return new(422, "Invalid", $"{Qualified(group, kind)} {GoText.Quote(name)} is invalid: {text}", details);
    }

    public static ApiException BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiException MethodNotAllowed(string group, string plural, string what) =>
        new(405, "MethodNotAllowed", $"{what} is not supported on resources of kind \"{Qualified(group, plural)}\"", Details(group, plural, ""));

    public static ApiException Expired(string message) => new(410, "Expired", message);

    public static ApiException Internal(string message)
    {
        var details = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["message"] = message }) };
        return new(500, "InternalError", "Internal error occurred: " + message, details);
    }

    public static ApiException Unauthorized() => new(401, "Unauthorized", "Unauthorized");

    public static ApiException TooManyRequests(string message, int retryAfterSeconds, string group = "", string kind = "", string name = "")
    {
        var details = Details(group, kind, name);
        details["retryAfterSeconds"] = retryAfterSeconds;
        return new(429, "TooManyRequests", message, details);
    }
}

/// <summary>One thing wrong with one field (<c>k8s.io/apimachinery/pkg/util/validation/field</c>).</summary>
/// <param name="Reason"><c>FieldValueInvalid</c>, <c>FieldValueRequired</c>, ...</param>
internal sealed record FieldError(string Reason, string Field, string Detail)
{
    /// <summary>Whether it is no reason to refuse the object, only to warn.</summary>
    public bool IsPassedOver { get; init; }

    public static FieldError Required(string field, string detail) =>
        new("FieldValueRequired", field, detail.Length > 0 ? "Required value: " + detail : "Required value");

    public static FieldError Invalid(string field, JsonNode? value, string detail) =>
        new("FieldValueInvalid", field, $"Invalid value: {Show(value)}{(detail.Length > 0 ? ": " + detail : "")}");

    public static FieldError TypeInvalid(string field, JsonNode? value, string detail) =>
        new("FieldValueTypeInvalid", field, $"Invalid value: {Show(value)}: {detail}");

    public static FieldError NotSupported(string field, JsonNode? value, IEnumerable<string> supported) =>
        NotSupportedAsListed(field, value, supported.Order(StringComparer.Ordinal));

    /// <summary>The values in the order in which a schema lists them.</summary>
    public static FieldError NotSupportedAsListed(string field, JsonNode? value, IEnumerable<string> supported) =>
        new("FieldValueNotSupported", field, $"Unsupported value: {Show(value)}: supported values: {string.Join(", ", supported.Select(text => $"\"{text}\""))}");

    public static FieldError Forbidden(string field, string detail) => new("FieldValueForbidden", field, "Forbidden: " + detail);

    public static FieldError Duplicate(string field, JsonNode? value, string detail = "") =>
        new("FieldValueDuplicate", field, $"Duplicate value: {Show(value)}{(detail.Length > 0 ? ": " + detail : "")}");

    public static FieldError NotFound(string field, JsonNode? value, string detail = "") =>
        new("FieldValueNotFound", field, $"Not found: {Show(value)}{(detail.Length > 0 ? ": " + detail : "")}");

    public static FieldError TooLong(string field, int most) => new("FieldValueTooLong", field, $"Too long: may not be more than {most} {(most == 1 ? "byte" : "bytes")}");

    public static FieldError TooMany(string field, int actual, int most) =>
        new("FieldValueTooMany", field, $"Too many: {actual}: must have at most {most} {(most == 1 ? "item" : "items")}");

    public override string ToString() => Field.Length > 0 ? $"{Field}: {Detail}" : Detail;

    public JsonNode ToCause()
    {
        var cause = new JsonObject { ["reason"] = Reason, ["message"] = Detail };
        if (Field.Length > 0)
            cause["field"] = Field;
        return cause;
    }

    private static string Show(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject or JsonArray => InHtml(value.ToJsonString(Json.Plain)),
        _ => value.Text is { } text ? GoText.Quote(text) : value.ToJsonString(),
    };

    /// <summary>Go's JSON can stand in a page.</summary>
    private static string InHtml(string json) =>
        json.Replace("<", "\\u003c", StringComparison.Ordinal).Replace(">", "\\u003e", StringComparison.Ordinal).Replace("&", "\\u0026", StringComparison.Ordinal);
}
