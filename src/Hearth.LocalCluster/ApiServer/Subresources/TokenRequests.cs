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

    public async Task HandleAsync(RequestInfo request)
    {
        var body = await RequestBody.ReadObjectAsync(request) ?? [];
        var account = context.FindObject("", "serviceaccounts", request.Namespace, request.Name) ?? throw ApiContext.NotFound(request);
        var schema = Schemas.BuiltIn.Find("authentication.v1.TokenRequest")!;
        var stated = new ObjectDecoder().Decode(schema, body);
        stated["apiVersion"] = "authentication.k8s.io/v1";
        Writing.Ownership.OnAnswer(context, request, stated, schema);
        var spec = body.Ensure("spec");
        var seconds = spec["expirationSeconds"].Number ?? DefaultSeconds;
        if (seconds < LeastSeconds)
            throw ApiException.Invalid("authentication.k8s.io", "TokenRequest", "", [FieldError.Invalid("spec.expirationSeconds", seconds, "may not specify a duration less than 10 minutes")]);
        if (seconds > 1L << 32)
            throw ApiException.Invalid("authentication.k8s.io", "TokenRequest", "", [FieldError.Invalid("spec.expirationSeconds", seconds, "may not specify a duration larger than 2^32 seconds")]);
        var audiences = (spec.List("audiences") ?? []).Select(audience => audience.Text!).ToArray();
        if (audiences.Length == 0)
            audiences = [Tokens.Issuer];
        var bound = Bound(request, spec.Map("boundObjectRef"));
        var uid = account.Map("metadata")!.Text("uid")!;
        var (token, expires) = context.Tokens.Mint(request.Namespace, request.Name, uid, audiences, TimeSpan.FromSeconds(seconds), bound, context.NewUid());
        spec["audiences"] = new JsonArray([.. audiences.Select(audience => (JsonNode)JsonValue.Create(audience))]);
        spec["expirationSeconds"] = seconds;
        spec.TryAdd("boundObjectRef", null);
        await Answers.WriteJsonAsync(request.Context, 201, new JsonObject
        {
            ["kind"] = "TokenRequest",
            ["apiVersion"] = "authentication.k8s.io/v1",
            ["metadata"] = new JsonObject { ["name"] = request.Name, ["namespace"] = request.Namespace, ["uid"] = context.NewUid(), ["creationTimestamp"] = context.Now(), ["managedFields"] = stated.Map("metadata")?["managedFields"]?.DeepClone() },
            ["spec"] = spec.DeepClone(),
            ["status"] = new JsonObject { ["token"] = token, ["expirationTimestamp"] = expires.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) },
        });
    }

    private JsonObject? Bound(RequestInfo request, JsonObject? reference)
    {
        if (reference is null)
            return null;
        var plural = reference.Text("kind") == "Secret" ? "secrets" : reference.Text("kind") == "Node" ? "nodes" : "pods";
        var name = reference.Text("name") ?? "";
        var found = context.Find("", plural, plural == "nodes" ? "" : request.Namespace, name) ?? throw ApiException.NotFound("", plural, name);
        if (reference.Text("uid") is { Length: > 0 } uid && uid != found.Uid)
            throw ApiException.Conflict("", plural, name, $"the UID in the bound object reference ({uid}) does not match the UID in record. The object might have been deleted and then recreated");
        var bound = (JsonObject)reference.DeepClone();
        bound["uid"] = found.Uid;
        return bound;
    }
}
