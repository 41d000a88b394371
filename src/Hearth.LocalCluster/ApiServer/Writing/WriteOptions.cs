using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Writing;

/// <summary>The query of a write (<c>CreateOptions</c>, <c>UpdateOptions</c>, <c>PatchOptions</c>, <c>DeleteOptions</c>).</summary>
internal static class WriteOptions
{
    private const string Apply = "application/apply-patch+yaml";

    /// <exception cref="ApiException">An option that is none (422).</exception>
    public static void Check(RequestInfo request)
    {
        var kind = request.Verb switch { "create" => "CreateOptions", "update" => "UpdateOptions", "patch" => "PatchOptions", "delete" or "deletecollection" => "DeleteOptions", _ => "" };
        if (kind.Length == 0)
            return;
        var errors = new List<FieldError>();
        if (request.Verb == "patch")
            Patch(request, errors);
        if (kind != "DeleteOptions")
            Manager(request.Query("fieldManager") ?? "", errors);
        var dryRun = request.Context.Request.Query["dryRun"];
        if (dryRun.Any(value => value is not "All"))
            errors.Add(FieldError.NotSupported("dryRun", new JsonArray([.. dryRun.Select(value => (JsonNode?)value)]), ["All"]));
        if (request.Query("fieldValidation") is { } validation and not ("" or "Ignore" or "Strict" or "Warn") && kind != "DeleteOptions")
            errors.Add(FieldError.NotSupported("fieldValidation", validation, ["", "Ignore", "Strict", "Warn"]));
        if (errors.Count > 0)
            throw ApiException.Invalid("meta.k8s.io", kind, "", errors);
    }

    /// <exception cref="ApiException">A patch of no known type (415).</exception>
    public static void CheckPatchType(RequestInfo request)
    {
        if (request.Verb == "patch" && request.Resource.Custom is not null && RequestBody.MediaType(request.Context) is not ("application/json-patch+json" or "application/merge-patch+json" or Apply))
            throw RequestBody.UnsupportedMediaType("application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml");
        if (request.Verb == "patch" && RequestBody.MediaType(request.Context) is not ("application/json-patch+json" or "application/merge-patch+json" or "application/strategic-merge-patch+json" or Apply))
            throw new ApiException(415, "UnsupportedMediaType", "415: Unsupported Media Type", []);
    }

    private static void Patch(RequestInfo request, List<FieldError> errors)
    {
        var type = RequestBody.MediaType(request.Context);
        if (type != Apply && request.Query("force") is not null)
            errors.Add(FieldError.Forbidden("force", "may not be specified for non-apply patch"));
        if (type == Apply && string.IsNullOrEmpty(request.Query("fieldManager")))
            errors.Add(FieldError.Required("fieldManager", "is required for apply patch"));
    }

    private static void Manager(string manager, List<FieldError> errors)
    {
        if (manager.Length > 128)
            errors.Add(FieldError.TooLong("fieldManager", 128));
        var position = 0;
        foreach (var rune in manager.EnumerateRunes())
        {
            if (Rune.IsControl(rune) || Rune.IsWhiteSpace(rune) && rune.Value != ' ')
                errors.Add(FieldError.Invalid("fieldManager", manager, string.Create(CultureInfo.InvariantCulture, $"invalid character U+{rune.Value:X4} (at position {position})")));
            position += rune.Utf8SequenceLength;
        }
    }
}
