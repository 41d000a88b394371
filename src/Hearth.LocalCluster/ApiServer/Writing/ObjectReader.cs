using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Defaults;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Reading;
using Hearth.LocalCluster.ApiServer.Resources;
using Hearth.LocalCluster.ApiServer.Validation;
using Microsoft.AspNetCore.Http;

namespace Hearth.LocalCluster.ApiServer.Writing;

/// <summary>Warnings that go into the answer's <c>Warning</c> headers.</summary>
internal sealed class Warnings
{
    private readonly List<string> _texts = [];

    public static void Write(HttpContext context, IEnumerable<string> texts)
    {
        var warnings = new Warnings();
        warnings._texts.AddRange(texts);
        warnings.WriteTo(context);
    }

    public void Add(string text) => _texts.Add(text);

    /// <summary>Each once, also where a write is tried again.</summary>
    public void WriteTo(HttpContext context)
    {
        // What cannot stand in a header is left out, as real servers do.
        foreach (var text in _texts.Where(text => text.Length > 0 && !text.Any(char.IsControl)))
        {
            var header = $"299 - \"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
            if (!context.Response.Headers["Warning"].Contains(header))
                context.Response.Headers.Append("Warning", header);
        }

        _texts.Clear();
    }
}

/// <summary>Objects in request bodies: parsed, checked against the type, unknown fields reported as <c>fieldValidation</c> asks.</summary>
internal static class ObjectReader
{
    public static async Task<(JsonObject Object, Warnings Warnings)> ReadAsync(RequestInfo request)
    {
        var duplicates = new List<string>();
        var body = await RequestBody.ReadObjectAsync(request, duplicates) ?? throw RequestBody.Empty(request);
        var warnings = new Warnings();
        return (Decode(request, request.Resource, body, duplicates, warnings), warnings);
    }

    /// <exception cref="ApiException">Another kind, a value of the wrong type, or unknown fields in strict mode (400).</exception>
    /// <param name="patched">The text that a patch made, which its refusals show; null for a whole object.</param>
    public static JsonObject Decode(RequestInfo request, ApiResource resource, JsonObject body, List<string> duplicates, Warnings warnings, PatchedText? patched = null)
    {
        if (resource.Custom is not null && string.IsNullOrEmpty(body.Text("kind")))
            throw ApiException.BadRequest($"the object provided is unrecognized (must be of type {resource.Kind}): Object 'Kind' is missing in '{System.Text.Encoding.UTF8.GetString(request.Body)}' ({RequestBody.Sample(request.Body)})");
        if (resource.Custom is not null && body.Text("kind") != resource.Kind && body.Text("apiVersion") == resource.ApiVersion)
            throw ApiException.Invalid(resource.Group, body.Text("kind")!, body.Map("metadata")?.Text("name") ?? "", [FieldError.Invalid("kind", body.Text("kind"), "must be " + resource.Kind)]);
        CheckKind(request, resource, body, patched);
        var problems = new List<string>();
        JsonObject value;
        if (resource.Custom is { } custom)
        {
            Normalize(resource, body);
            value = custom.Prune(body, problems);
        }
        else
        {
            var decoder = new ObjectDecoder();
            value = Decode(resource, body, decoder, patched);
            request.Empties = decoder.Empties;
            problems.AddRange((patched?.InOrder(resource.Schema, decoder.Unknown) ?? decoder.Unknown).Select(path => $"unknown field \"{path}\""));
        }

        // What is applied was held to the type already; what that leaves free goes without a word.
        var isApplied = RequestBody.IsApplied(request);
        if (!isApplied)
            Report(request, resource, Together(request, resource, problems, duplicates, patched), warnings, patched);
        Defaulting.Apply(resource, value, isApplied);
        if (resource is { GroupResource: "horizontalpodautoscalers.autoscaling", Version: "v1" })
            value = Autoscalers.ToVersion1(Autoscalers.ToStored(value));
        else if (resource.GroupResource == "horizontalpodautoscalers.autoscaling")
            AutoscalerAnnotations.Remove(value);
        OwnerRules.Deduplicate(value, warnings, afterAdmission: request.Verb == "patch");
        return value;
    }

    private static void Normalize(ApiResource resource, JsonObject body)
    {
        try
        {
            Untyped.Normalize(body);
        }
        catch (System.Text.Json.JsonException exception)
        {
            throw ApiException.BadRequest($"{resource.Kind} in version \"{resource.Version}\" cannot be handled as a {resource.Kind}: {exception.Message}");
        }
    }

    /// <summary>What was decoded at once is told in the order of the text; otherwise what came twice comes first.</summary>
    private static IReadOnlyList<string> Together(RequestInfo request, ApiResource resource, List<string> unknown, List<string> duplicates, PatchedText? patched)
    {
        if (duplicates.Count == 0)
            return unknown;
        var isAtOnce = patched is null && resource.Custom is null && RequestBody.MediaType(request.Context) is "" or "application/json";
        return isAtOnce ? StrictFields.Find(resource.Schema, request.Body) : [.. duplicates.Distinct(StringComparer.Ordinal), .. unknown];
    }

    private static JsonObject Decode(ApiResource resource, JsonObject body, ObjectDecoder decoder, PatchedText? patched)
    {
        try
        {
            var value = decoder.Decode(resource.Schema, body);
            value["kind"] = resource.Kind;
            value["apiVersion"] = resource.ApiVersion;
            return value;
        }
        catch (DecodingException exception)
        {
            throw patched?.Refuse(patched.FirstProblem(resource.Schema) ?? exception.Message) ?? ApiException.BadRequest($"{resource.Kind} in version \"{resource.Version}\" cannot be handled as a {resource.Kind}: {exception.Message}");
        }
    }

    private static void Report(RequestInfo request, ApiResource resource, IReadOnlyList<string> problems, Warnings warnings, PatchedText? patched)
    {
        var mode = request.Query("fieldValidation");
        if (problems.Count == 0 || mode == "Ignore")
            return;
        if (mode == "Strict")
        {
            var all = "strict decoding error: " + (RequestBody.IsYaml(request) ? YamlReader.Listed(problems) : string.Join(", ", problems));
            throw patched?.Refuse(all) ?? ApiException.BadRequest($"{resource.Kind} in version \"{resource.Version}\" cannot be handled as a {resource.Kind}: {all}");
        }

        foreach (var problem in problems)
            warnings.Add(problem);
    }

    /// <summary>Reports as <c>fieldValidation</c> asks what is wrong with the body of a subresource.</summary>
    public static void Report(RequestInfo request, string kind, string version, List<string> problems)
    {
        var mode = request.Query("fieldValidation");
        if (problems.Count == 0 || mode == "Ignore")
            return;
        if (mode == "Strict")
            throw ApiException.BadRequest($"{kind} in version \"{version}\" cannot be handled as a {kind}: strict decoding error: {string.Join(", ", problems)}");
        Warnings.Write(request.Context, problems);
    }

    private static void CheckKind(RequestInfo request, ApiResource resource, JsonObject body, PatchedText? patched)
    {
        if (patched is not null && ((string[])["kind", "apiVersion"]).FirstOrDefault(name => body[name] is { } other && other.Text is null) is { } wrong)
            throw patched.Refuse($"couldn't get version/kind; json parse error: json: cannot unmarshal {JsonKind.Of(body[wrong])} into Go struct field .{wrong} of type string");
        CheckKind(request, body, resource.Kind, resource.ApiVersion, resource.Custom is null, patched);
    }

    /// <summary>Completes what the body of a subresource says of itself, which is another kind than the object's.</summary>
    /// <exception cref="ApiException">The body is of another kind (400).</exception>
    public static void CheckKind(RequestInfo request, JsonObject body, string kind, string apiVersion) => CheckKind(request, body, kind, apiVersion, isBuiltIn: true, null);

    private static void CheckKind(RequestInfo request, JsonObject body, string wantedKind, string wantedVersion, bool isBuiltIn, PatchedText? patched)
    {
        var kind = body.Text("kind");
        var version = body.Text("apiVersion");
        if (string.IsNullOrEmpty(kind))
            body["kind"] = kind = wantedKind;
        if (string.IsNullOrEmpty(version))
            body["apiVersion"] = version = wantedVersion;
        if (version.Count(letter => letter == '/') > 1)
            throw patched?.Refuse("unexpected GroupVersion string: " + version) ?? ApiException.BadRequest($"the object provided is unrecognized (must be of type {wantedKind}): unexpected GroupVersion string: {version} ({RequestBody.Sample(request.Body)})");
        if (kind == wantedKind && version == wantedVersion)
            return;
        var isOther = Schemas.BuiltIn.FindKind(version, kind) is not null && isBuiltIn;
        var why = isOther ? $"converting ({version[(version.IndexOf('/', StringComparison.Ordinal) + 1)..]}.{kind}) to ({(wantedVersion.Contains('/', StringComparison.Ordinal) ? wantedVersion.Split('.', '/')[0] : "core")}.{wantedKind}): unknown conversion"
            : $"no kind \"{kind}\" is registered for version \"{version}\" in scheme \"pkg/runtime/scheme.go:110\"";
        throw patched?.Refuse(why) ?? ApiException.BadRequest(
            $"{kind} in version \"{version[(version.IndexOf('/', StringComparison.Ordinal) + 1)..]}\" cannot be handled as a {wantedKind}: {why}");
    }
}
