using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Security;

namespace Hearth.LocalCluster.ApiServer.Subresources;

/// <summary><c>serviceaccounts/token</c>: mints a token for an account, bound to a pod if asked.</summary>
internal sealed class TokenRequests(ApiContext context, Admission.AdmissionChain admission)
{
    private const long DefaultSeconds = 3600;
    private const long LeastSeconds = 600;
    private const long MountedSeconds = 3607;

    private static readonly Kube.Core.Patching.TypeSchema s_schema = Schemas.BuiltIn.Find("authentication.v1.TokenRequest")!;

    public async Task HandleAsync(RequestInfo request)
    {
        var body = await RequestBody.ReadObjectAsync(request) ?? [];
        Writing.ObjectReader.CheckKind(request, body, "TokenRequest", "authentication.k8s.io/v1");
        var stated = Decode(request, body);
        var metadata = stated.Ensure("metadata");
        CheckPlace(request, metadata);
        Admission.NamespaceLifecycle.CheckExists(context, request);
        var spec = stated.Ensure("spec");
        spec["expirationSeconds"] ??= DefaultSeconds;
        Writing.Ownership.OnAnswer(context, request, stated, s_schema);
        metadata["namespace"] = request.Namespace;
        var write = Admission.AdmissionRequest.Of(request, stated, null);
        stated = await admission.MutateAsync(write);
        (spec, metadata) = (stated.Ensure("spec"), stated.Ensure("metadata"));
        var account = context.FindObject("", "serviceaccounts", request.Namespace, request.Name) ?? throw ApiContext.NotFound(request);
        var uid = account.Map("metadata")!.Text("uid")!;
        if (metadata.Text("uid") is { Length: > 0 } other && other != uid)
            throw ApiException.Conflict("authentication.k8s.io", "TokenRequest", request.Name, $"the UID in the token request ({other}) does not match the UID of the service account ({uid})");
        var seconds = spec["expirationSeconds"].Number ?? DefaultSeconds;
        if (seconds < LeastSeconds)
            throw ApiException.Invalid("authentication.k8s.io", "TokenRequest", "", [FieldError.Invalid("spec.expirationSeconds", seconds, "may not specify a duration less than 10 minutes")]);
        if (seconds > 1L << 32)
            throw ApiException.Invalid("authentication.k8s.io", "TokenRequest", "", [FieldError.Invalid("spec.expirationSeconds", seconds, "may not specify a duration larger than 2^32 seconds")]);
        var audiences = (spec.List("audiences") ?? []).Select(audience => audience.Text!).ToArray();
        if (audiences.Length == 0)
            audiences = [Tokens.Issuer];
        spec["audiences"] = new JsonArray([.. audiences.Select(audience => (JsonNode)JsonValue.Create(audience))]);
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)[("name", request.Name), ("namespace", request.Namespace), ("uid", uid), ("creationTimestamp", context.Now())])
            metadata[name] = value;
        await admission.ValidateAsync(write with { Object = stated });
        var bound = Bound(request, spec.Map("boundObjectRef"));
        var (token, expires) = context.Tokens.Mint(request.Namespace, request.Name, uid, audiences, TimeSpan.FromSeconds(seconds), bound, NodeOf(request, bound), context.NewUid(), Extension(seconds, audiences, bound));
        spec.TryAdd("boundObjectRef", null);
        await Answers.WriteJsonAsync(request.Context, 201, new JsonObject
        {
            ["kind"] = "TokenRequest",
            ["apiVersion"] = "authentication.k8s.io/v1",
            ["metadata"] = stated["metadata"]?.DeepClone(),
            ["spec"] = spec.DeepClone(),
            ["status"] = new JsonObject { ["token"] = token, ["expirationTimestamp"] = expires.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) },
        });
    }

    /// <summary>What is mounted into pods is good for a year: old programs read it once.</summary>
    private static TimeSpan? Extension(long seconds, string[] audiences, JsonObject? bound) =>
        seconds == MountedSeconds && audiences is [Tokens.Issuer] && bound?.Text("kind") == "Pod" ? TimeSpan.FromDays(365) : null;

    private static JsonObject Decode(RequestInfo request, JsonObject body)
    {
        try
        {
            var decoder = new ObjectDecoder();
            var stated = decoder.Decode(s_schema, body);
            Writing.ObjectReader.Report(request, "TokenRequest", "v1", [.. decoder.Unknown.Select(path => $"unknown field \"{path}\"")]);
            stated["apiVersion"] = "authentication.k8s.io/v1";
            return stated;
        }
        catch (DecodingException exception)
        {
            throw ApiException.BadRequest("TokenRequest in version \"v1\" cannot be handled as a TokenRequest: " + exception.Message);
        }
    }

    private static void CheckPlace(RequestInfo request, JsonObject metadata)
    {
        if (metadata.Text("namespace") is { Length: > 0 } ns && ns != request.Namespace)
            throw ApiException.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        if (metadata.Text("name") is { Length: > 0 } name && name != request.Name)
            throw ApiException.Invalid("authentication.k8s.io", "TokenRequest", request.Name, [FieldError.Invalid("metadata.name", name, "must match the service account name if specified")]);
    }

    /// <summary>The token of a pod that has a node says which.</summary>
    private JsonObject? NodeOf(RequestInfo request, JsonObject? bound)
    {
        if (bound?.Text("kind") != "Pod" || context.FindObject("", "pods", request.Namespace, bound.Text("name") ?? "")?.Map("spec")?.Text("nodeName") is not { Length: > 0 } name)
            return null;
        var node = new JsonObject { ["name"] = name };
        if (context.Find("", "nodes", "", name) is { } found)
            node["uid"] = found.Uid;
        return node;
    }

    private JsonObject? Bound(RequestInfo request, JsonObject? reference)
    {
        if (reference is null)
            return null;
        var version = (reference.Text("apiVersion") ?? "").Split('/');
        var group = version.Length == 2 ? version[0] : "";
        var kind = reference.Text("kind") ?? "";
        var plural = group.Length > 0 ? null : kind switch { "Pod" => "pods", "Secret" => "secrets", "Node" => "nodes", _ => null };
        if (plural is null)
            throw ApiException.BadRequest($"cannot bind token to object of type {group}/{(version.Length > 2 ? "" : version[^1])}, Kind={kind}");
        var name = reference.Text("name") ?? "";
        if (name.Length == 0)
            throw ApiException.BadRequest("Name parameter required.");
        var found = context.Find("", plural, plural == "nodes" ? "" : request.Namespace, name) ?? throw ApiException.NotFound("", plural, name);
        if (reference.Text("uid") is { Length: > 0 } uid && uid != found.Uid)
            throw ApiException.Conflict("", kind, name, $"the UID in the bound object reference ({uid}) does not match the UID in record. The object might have been deleted and then recreated");
        if (kind == "Pod" && context.FindObject("", plural, request.Namespace, name)?.Map("spec")?.Text("serviceAccountName") != request.Name)
            throw ApiException.BadRequest($"cannot bind token for serviceaccount \"{request.Name}\" to pod running with different serviceaccount name.");
        var bound = (JsonObject)reference.DeepClone();
        bound["uid"] = found.Uid;
        return bound;
    }
}
