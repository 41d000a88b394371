using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Security;

namespace Hearth.LocalCluster.ApiServer.Subresources;

/// <summary>Questions about tokens and rights: they are created, answered, and never stored.</summary>
internal sealed class Reviews(ApiContext context, Authenticator authenticator, Authorizer authorizer)
{
    public static bool IsReview(RequestInfo request) => request.Group is "authentication.k8s.io" or "authorization.k8s.io";

    public async Task HandleAsync(RequestInfo request)
    {
        var body = await RequestBody.ReadObjectAsync(request) ?? [];
        var answer = new ObjectDecoder().Decode(request.Resource.Schema, body);
        answer["kind"] = request.Resource.Kind;
        answer["apiVersion"] = request.Resource.ApiVersion;
        answer["metadata"] = new JsonObject();
        Check(request, answer.Map("spec"));
        if (request.Plural == "selfsubjectreviews")
            answer.Map("metadata")!["creationTimestamp"] = context.Now();
        else
            Writing.Ownership.OnCreate(context, request, answer);
        if (request.Resource.IsNamespaced)
            answer.Map("metadata")!["namespace"] = request.Namespace;
        answer["status"] = request.Plural switch
        {
            "tokenreviews" => Token(body.Map("spec") ?? []),
            "selfsubjectreviews" => new JsonObject { ["userInfo"] = ToJson(request.User) },
            "selfsubjectrulesreviews" => authorizer.Rules(request.User, body.Map("spec")?.Text("namespace") ?? ""),
            "selfsubjectaccessreviews" => Access(request.User, body.Map("spec") ?? []),
            _ => Access(Subject(body.Map("spec") ?? []), body.Map("spec") ?? []),
        };
        await Answers.WriteJsonAsync(request.Context, 201, answer);
    }

    private static void Check(RequestInfo request, JsonObject? spec)
    {
        if (request.Plural == "tokenreviews" && string.IsNullOrEmpty(spec?.Text("token")))
            throw ApiException.BadRequest("token is required for TokenReview in authentication");
        if (request.Group != "authorization.k8s.io" || request.Plural == "selfsubjectrulesreviews")
            return;
        var errors = new List<FieldError>();
        if (spec?.Map("resourceAttributes") is not null && spec.Map("nonResourceAttributes") is { } path)
            errors.Add(FieldError.Invalid("spec.nonResourceAttributes", new JsonObject { ["Path"] = path.Text("path") ?? "", ["Verb"] = path.Text("verb") ?? "" }, "cannot be specified in combination with resourceAttributes"));
        else if (spec?.ContainsKey("resourceAttributes") == spec?.ContainsKey("nonResourceAttributes"))
            errors.Add(FieldError.Invalid("spec.resourceAttributes", null, "exactly one of nonResourceAttributes or resourceAttributes must be specified"));
        if (!request.Plural.StartsWith("self", StringComparison.Ordinal) && string.IsNullOrEmpty(spec?.Text("user")) && spec?.List("groups") is not { Count: > 0 })
            errors.Add(FieldError.Invalid("spec.user", "", "at least one of user or group must be specified"));
        if (request.Plural == "localsubjectaccessreviews" && spec?.Map("resourceAttributes") is { } attributes && (attributes.Text("namespace") ?? "") != request.Namespace)
            errors.Add(FieldError.Invalid("spec.resourceAttributes.namespace", attributes.Text("namespace") ?? "", "must match metadata.namespace"));
        if (errors.Count > 0)
            throw ApiException.Invalid("authorization.k8s.io", "", "", errors);
    }

    private JsonObject Token(JsonObject spec)
    {
        var audiences = (spec.List("audiences") ?? []).Select(audience => audience.Text!).ToArray();
        var audience = audiences.Length > 0 ? audiences[0] : Tokens.Issuer;
        var user = authenticator.Authenticate(spec.Text("token") ?? "", audience);
        if (user is null)
            return new JsonObject { ["user"] = new JsonObject(), ["error"] = "invalid bearer token" };
        return new JsonObject { ["authenticated"] = true, ["user"] = ToJson(user), ["audiences"] = new JsonArray(audience) };
    }

    private static JsonObject ToJson(UserInfo user)
    {
        var json = new JsonObject { ["username"] = user.Name };
        if (user.Uid.Length > 0)
            json["uid"] = user.Uid;
        json["groups"] = new JsonArray([.. user.Groups.Select(group => (JsonNode)JsonValue.Create(group))]);
        if (user.Extra.Count > 0)
        {
            json["extra"] = new JsonObject(user.Extra.Select(pair =>
                KeyValuePair.Create<string, JsonNode?>(pair.Key, new JsonArray([.. pair.Value.Select(value => (JsonNode)JsonValue.Create(value))]))));
        }

        return json;
    }

    private static UserInfo Subject(JsonObject spec) =>
        new(spec.Text("user") ?? "", [.. (spec.List("groups") ?? []).Select(group => group.Text!)]) { Uid = spec.Text("uid") ?? "" };

    private JsonObject Access(UserInfo user, JsonObject spec)
    {
        var question = spec.Map("resourceAttributes") is { } attributes
            ? new AccessQuestion(user, attributes.Text("verb") ?? "", attributes.Text("group") ?? "", attributes.Text("resource") ?? "", attributes.Text("subresource") ?? "", attributes.Text("namespace") ?? "", attributes.Text("name") ?? "", "")
            : new AccessQuestion(user, spec.Map("nonResourceAttributes")?.Text("verb") ?? "", "", "", "", "", "", spec.Map("nonResourceAttributes")?.Text("path") ?? "");
        var (allowed, reason) = authorizer.Decide(question);
        var status = new JsonObject { ["allowed"] = allowed };
        if (reason.Length > 0)
            status["reason"] = reason;
        return status;
    }
}
