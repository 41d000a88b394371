using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Resources;
using Microsoft.AspNetCore.Http;

namespace Hearth.LocalCluster.ApiServer.Deleting;

/// <summary><c>meta/v1 DeleteOptions</c>, from the body or the query.</summary>
internal sealed record DeleteOptions
{
    public const string ForegroundFinalizer = "foregroundDeletion";
    public const string OrphanFinalizer = "orphan";

    public static readonly DeleteOptions Background = new() { PropagationPolicy = "Background" };

    public long? GracePeriodSeconds { get; init; }

    /// <summary><c>Orphan</c>, <c>Background</c> or <c>Foreground</c>; null is what the kind does by itself.</summary>
    public string? PropagationPolicy { get; init; }
    public string? Uid { get; init; }
    public string? ResourceVersion { get; init; }

    public static async Task<DeleteOptions> ReadAsync(RequestInfo request)
    {
        var body = await BodyAsync(request);
        var hasBody = request.Body.Length > 0;
        var orphans = hasBody ? body["orphanDependents"].Flag : request.Query("orphanDependents") is null ? null : (bool?)request.QueryFlag("orphanDependents");
        var options = new DeleteOptions
        {
            GracePeriodSeconds = hasBody ? body["gracePeriodSeconds"].Number : request.QueryNumber("gracePeriodSeconds"),
            PropagationPolicy = hasBody ? body.Text("propagationPolicy") : request.Query("propagationPolicy"),
            Uid = hasBody ? body.Map("preconditions")?.Text("uid") : Stated(request.Query("uid")),
            ResourceVersion = hasBody ? body.Map("preconditions")?.Text("resourceVersion") : Stated(request.Query("resourceVersion")),
        };
        if (orphans is not null && options.PropagationPolicy is { } both)
            throw ApiException.Invalid("meta.k8s.io", "DeleteOptions", "", [FieldError.Invalid("propagationPolicy", both, "orphanDependents and deletionPropagation cannot be both set")]);
        if (orphans is { } orphan)
            options = options with { PropagationPolicy = orphan ? "Orphan" : "Background" };
        if (options.PropagationPolicy is not (null or "" or "Orphan" or "Background" or "Foreground"))
        {
            throw ApiException.Invalid("meta.k8s.io", "DeleteOptions", "", [new FieldError("FieldValueNotSupported", "propagationPolicy", $"Unsupported value: \"{options.PropagationPolicy}\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"")]);
        }

        CheckDryRun(body);
        if (hasBody)
            request.DryRunInBody = body.List("dryRun") is { Count: > 0 };
        if (options.PropagationPolicy is null && request.Resource.GroupResource == "jobs.batch")
        {
            request.Context.Response.Headers.Append(
                "Warning", "299 - \"child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning\"");
        }
        return options;
    }

    private static string? Stated(string? text) => string.IsNullOrEmpty(text) ? null : text;

    /// <summary>Real servers answer a body that they cannot read as their own mistake.</summary>
    private static async Task<JsonObject> BodyAsync(RequestInfo request)
    {
        try
        {
            var body = await RequestBody.ReadObjectAsync(request) ?? [];
            CheckKind(body.Text("apiVersion") ?? "", body.Text("kind") ?? "");
            _ = new ObjectDecoder().Decode(Schemas.BuiltIn.Find("meta.v1.DeleteOptions")!, body);
            return body;
        }
        catch (DecodingException exception)
        {
            throw new ApiException(500, "", exception.Message);
        }
        catch (ApiException exception) when (exception.Code == 400)
        {
            const string Head = "(must be of type DeleteOptions): ";
            var at = exception.Message.IndexOf(Head, StringComparison.Ordinal);
            var end = exception.Message.LastIndexOf(" (", StringComparison.Ordinal);
            throw at < 0 ? exception : new ApiException(500, "", exception.Message[(at + Head.Length)..end]);
        }
    }

    private static void CheckKind(string version, string kind)
    {
        if (version.Count(letter => letter == '/') > 1)
            throw new ApiException(500, "", "unexpected GroupVersion string: " + version);
        if (kind is not ("" or "DeleteOptions"))
            throw new ApiException(500, "", $"no kind \"{kind}\" is registered for version \"{(version.Length == 0 ? "meta.k8s.io/v1" : version)}\" in scheme \"pkg/runtime/scheme.go:110\"");
    }

    private static void CheckDryRun(JsonObject body)
    {
        var stated = body.List("dryRun");
        if (stated is { Count: > 0 } && stated.Any(value => value.Text != "All"))
            throw ApiException.Invalid("meta.k8s.io", "DeleteOptions", "", [FieldError.NotSupported("dryRun", stated, ["All"])]);
    }

    public void CheckPreconditions(ApiResource resource, string name, JsonObject value)
    {
        var metadata = value.Map("metadata")!;
        if (Uid is { } uid && uid != metadata.Text("uid"))
            throw ApiException.Conflict(resource.Group, resource.Kind, name, $"the UID in the precondition ({uid}) does not match the UID in record ({metadata.Text("uid")}). The object might have been deleted and then recreated");
        if (ResourceVersion is { } version && version != metadata.Text("resourceVersion"))
            throw ApiException.Conflict(resource.Group, resource.Kind, name, $"the ResourceVersion in the precondition ({version}) does not match the ResourceVersion in record ({metadata.Text("resourceVersion")}). The object might have been modified");
    }

    /// <summary>Adds or removes the finalizers by which the garbage collector knows what to do with dependents.</summary>
    public void Propagate(ApiResource resource, List<string> finalizers)
    {
        if (PropagationPolicy is null or "")
        {
            // As they have done since before there was a collector.
            if (resource.GroupResource == "jobs.batch" && !finalizers.Exists(name => name is ForegroundFinalizer or OrphanFinalizer))
                finalizers.Add(OrphanFinalizer);
            return;
        }

        finalizers.RemoveAll(name => name is ForegroundFinalizer or OrphanFinalizer);
        if (PropagationPolicy == "Foreground")
            finalizers.Add(ForegroundFinalizer);
        else if (PropagationPolicy == "Orphan")
            finalizers.Add(OrphanFinalizer);
    }
}
