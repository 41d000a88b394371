using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Security;

namespace Hearth.LocalCluster.ApiServer.Subresources;

/// <summary><c>serviceaccounts/token</c>: mints a token for an account, bound to a pod if asked.</summary>
internal sealed class TokenRequests(ApiContext context)
{
    private const long DefaultSeconds = 3600;
    private const long LeastSeconds = 600;

    private static readonly Kube.Core.Patching.TypeSchema s_schema = Schemas.BuiltIn.Find("authentication.v1.TokenRequest")!;

    public async Task HandleAsync(RequestInfo request)
    {
        var body = await RequestBody.ReadObjectAsync(request) ?? [];
        var stated = Decode(body);
        var metadata = stated.Ensure("metadata");
        CheckPlace(request, metadata);
        var account = context.FindObject("", "serviceaccounts", request.Namespace, request.Name) ?? throw ApiContext.NotFound(request);
        var uid = account.Map("metadata")!.Text("uid")!;
        if (metadata.Text("uid") is { Length: > 0 } other && other != uid)
            throw ApiException.Conflict("authentication.k8s.io", "TokenRequest", request.Name, $"the UID in the token request ({other}) does not match the UID of the service account ({uid})");
        var spec = stated.Ensure("spec");
        spec["expirationSeconds"] ??= DefaultSeconds;
        Writing.Ownership.OnAnswer(context, request, stated, s_schema);
        var seconds = spec["expirationSeconds"].Number ?? DefaultSeconds;
        if (seconds < LeastSeconds)
            throw ApiException.Invalid("authentication.k8s.io", "TokenRequest", "", [FieldError.Invalid("spec.expirationSeconds", seconds, "may not specify a duration less than 10 minutes")]);
        if (seconds > 1L << 32)
            throw ApiException.Invalid("authentication.k8s.io", "TokenRequest", "", [FieldError.Invalid("spec.expirationSeconds", seconds, "may not specify a duration larger than 2^32 seconds")]);
        var audiences = (spec.List("audiences") ?? []).Select(audience => audience.Text!).ToArray();
        if (audiences.Length == 0)
            audiences = [Tokens.Issuer];
        var bound = Bound(request, spec.Map("boundObjectRef"));
        var (token, expires) = context.Tokens.Mint(request.Namespace, request.Name, uid, audiences, TimeSpan.FromSeconds(seconds), bound, NodeOf(request, bound), context.NewUid());
        spec["audiences"] = new JsonArray([.. audiences.Select(audience => (JsonNode)JsonValue.Create(audience))]);
        spec.TryAdd("boundObjectRef", null);
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)[("name", request.Name), ("namespace", request.Namespace), ("uid", uid), ("creationTimestamp", context.Now())])
            metadata[name] = value;
        await Answers.WriteJsonAsync(request.Context, 201, new JsonObject
        {
            ["kind"] = "TokenRequest",
            ["apiVersion"] = "authentication.k8s.io/v1",
            ["metadata"] = stated["metadata"]?.DeepClone(),
            ["spec"] = spec.DeepClone(),
            ["status"] = new JsonObject { ["token"] = token, ["expirationTimestamp"] = expires.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) },
        });
    }

    private static JsonObject Decode(JsonObject body)
    {
        try
        {
            var stated = new ObjectDecoder().Decode(s_schema, body);
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
            throw ApiException.Conflict("", plural, name, $"the UID in the bound object reference ({uid}) does not match the UID in record. The object might have been deleted and then recreated");
        var bound = (JsonObject)reference.DeepClone();
        bound["uid"] = found.Uid;
        return bound;
    }
}
