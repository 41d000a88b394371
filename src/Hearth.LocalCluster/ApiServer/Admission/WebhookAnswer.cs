using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Admission;

/// <summary>What a webhook answered, once it is known to be an answer.</summary>
/// <param name="Patch">Null where it has none.</param>
internal sealed record WebhookAnswer(bool IsAllowed, JsonObject? Status, IReadOnlyList<string> Warnings, byte[]? Patch, string PatchType)
{
    private const string Failed = "failed to call webhook: ";
    private const string Wrong = "received invalid webhook response: ";
    private const string Group = "admission.k8s.io/";

    /// <param name="version">That of the review: <c>v1</c> or <c>v1beta1</c>.</param>
    /// <exception cref="WebhookFailure">It is no answer to the review.</exception>
    public static WebhookAnswer Read(int status, byte[] body, string mediaType, string version, string uid, bool mayPatch)
    {
        var review = Parse(status, body, mediaType, version);
        var response = review.Map("response") ?? throw new WebhookFailure(Wrong + "webhook response was absent");
        var patch = PatchOf(response);
        var type = response.Text("patchType");
        if (version == "v1")
        {
            if ((response.Text("uid") ?? "") != uid)
                throw new WebhookFailure($"{Wrong}expected response.uid=\"{uid}\", got \"{response.Text("uid")}\"");
            if (review.Text("kind") != "AdmissionReview" || review.Text("apiVersion") != Group + version)
                throw new WebhookFailure($"{Wrong}expected webhook response of {Group}v1, Kind=AdmissionReview, got {GroupVersion(review.Text("apiVersion") ?? "")}, Kind={review.Text("kind")}");
            CheckPatch(patch, type, mayPatch);
        }
        else
        {
            type = "JSONPatch";
        }

        return new WebhookAnswer(
            response.IsTrue("allowed"), response.Map("status"), [.. (response.List("warnings") ?? []).Select(warning => warning.Text ?? "")], mayPatch ? patch : null, type ?? "");
    }

    private static void CheckPatch(byte[]? patch, string? type, bool mayPatch)
    {
        if (!mayPatch && (patch is not null || type is not null))
            throw new WebhookFailure($"{Wrong}validating webhook may not return response.{(patch is not null ? "patch" : "patchType")}");
        if (patch is not null && type is null)
            throw new WebhookFailure(Wrong + "webhook returned response.patch but not response.patchType");
        if (patch is null && type is not null)
            throw new WebhookFailure(Wrong + "webhook returned response.patchType but not response.patch");
        if (type is { Length: 0 })
            throw new WebhookFailure(Wrong + "webhook returned invalid response.patchType of \"\"");
    }

    private static byte[]? PatchOf(JsonObject response)
    {
        if (response.Text("patch") is not { Length: > 0 } text)
            return null;
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            throw new WebhookFailure(Failed + "illegal base64 data at input byte 0");
        }
    }

    private static JsonObject Parse(int status, byte[] body, string mediaType, string version)
    {
        if (status is < 200 or > 206)
            throw new WebhookFailure(Failed + Refusal(status, body));
        if (body.Length == 0)
            throw new WebhookFailure($"{Failed}0-length response with status code: {status} and content type: {(mediaType.Length > 0 ? mediaType : "application/json")}");
        try
        {
            // Who says nothing of JSON may have written YAML.
            var node = Json.TryRead(body) ?? (mediaType == "application/json" ? JsonReader.Read(body) : YamlReader.Read(Encoding.UTF8.GetString(body), null));
            var review = node as JsonObject ?? throw new WebhookFailure(
                $"{Failed}couldn't get version/kind; json parse error: json: cannot unmarshal {JsonKind.Of(node)} into Go value of type struct {{ APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }}");
            CheckKind(review, version);
            return review;
        }
        catch (JsonException exception)
        {
            throw new WebhookFailure($"{Failed}couldn't get version/kind; json parse error: {exception.Message}");
        }
    }

    private static void CheckKind(JsonObject review, string version)
    {
        var kind = review.Text("kind") is { Length: > 0 } stated ? stated : "AdmissionReview";
        var apiVersion = review.Text("apiVersion") is { Length: > 0 } of ? of : Group + version;
        if (kind == "AdmissionReview" && apiVersion is Group + "v1" or Group + "v1beta1")
        {
            if (apiVersion != Group + version)
                throw new WebhookFailure($"{Failed}converting ({apiVersion[Group.Length..]}.AdmissionReview) to ({version}.AdmissionReview): unknown conversion");
            return;
        }

        throw new WebhookFailure($"{Failed}no kind \"{kind}\" is registered for version \"{apiVersion}\" in scheme \"pkg/runtime/scheme.go:110\"");
    }

    /// <summary>As Go's client tells an answer that is none: a Status by its message, other text as it came.</summary>
    private static string Refusal(int status, byte[] body)
    {
        if (Json.TryRead(body) is JsonObject answer && answer.Text("kind") == "Status" && answer.Text("apiVersion") == "v1")
            return answer.Text("message") ?? "";
        return status switch
        {
            404 => "the server could not find the requested resource",
            >= 500 and not 503 and not 504 => $"an error on the server (\"{Encoding.UTF8.GetString(body).Trim().Replace("\"", "\\\"", StringComparison.Ordinal)}\") has prevented the request from succeeding",
            _ => $"the server responded with the status code {status} but did not return more information",
        };
    }

    private static string GroupVersion(string apiVersion) => apiVersion.Contains('/', StringComparison.Ordinal) ? apiVersion : "/" + apiVersion;

    /// <summary>The refusal that clients get.</summary>
    public ApiException Refuse(string hook)
    {
        var (message, reason) = (Status?.Text("message") ?? "", Status?.Text("reason") ?? "");
        var why = message.Length > 0 ? ": " + message : reason.Length > 0 ? ": " + reason : " without explanation";
        return new ApiException((int)Math.Max(Status?["code"].Number ?? 0, 400), reason, $"admission webhook \"{hook}\" denied the request{why}", Status?.Map("details"))
        {
            StatusText = Status?.Text("status") is { Length: > 0 } and not "Success" and var stated ? stated : "Failure",
            Metadata = Status?.Map("metadata"),
        };
    }
}
