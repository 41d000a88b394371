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
        var (answer, warnings) = await Writing.ObjectReader.ReadAsync(request);
        warnings.WriteTo(request.Context);
        var spec = answer.Map("spec") ?? [];
        Prepare(request, answer.Ensure("metadata"));
        if (request.Plural == "selfsubjectreviews")
            answer["metadata"] = new JsonObject { ["creationTimestamp"] = context.Now() };
        else
            Writing.Ownership.OnCreate(context, request, answer);
        ReviewRules.Check(request, answer);
        if (request.Plural == "selfsubjectrulesreviews")
        {
            answer["metadata"] = new JsonObject();
            answer["spec"] = new JsonObject();
        }

        answer["status"] = request.Plural switch
        {
            "tokenreviews" => Token(spec),
            "selfsubjectreviews" => new JsonObject { ["userInfo"] = request.User.ToJson() },
            "selfsubjectrulesreviews" => authorizer.Rules(request.User, spec.Text("namespace") ?? ""),
            "selfsubjectaccessreviews" => Access(request.User, spec),
            _ => Access(Subject(spec), spec),
        };
        await Answers.WriteJsonAsync(request.Context, 201, answer);
    }

    /// <summary>What no creator may say of an object, and its namespace, which is that of the request or none.</summary>
    private static void Prepare(RequestInfo request, JsonObject metadata)
    {
        foreach (var name in (ReadOnlySpan<string>)["uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"])
            metadata.Remove(name);
        var stated = metadata.Text("namespace") ?? "";
        if (!request.Resource.IsNamespaced)
            metadata.Remove("namespace");
        else if (stated.Length > 0 && stated != request.Namespace)
            throw ApiException.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        else
            metadata["namespace"] = request.Namespace;
    }

    private JsonObject Token(JsonObject spec)
    {
        var audiences = (spec.List("audiences") ?? []).Select(audience => audience.Text!).ToArray();
        var (user, accepted, error) = authenticator.Review(spec.Text("token") ?? "", audiences.Length > 0 ? audiences : [Tokens.Issuer]);
        return user is null
            ? new JsonObject { ["user"] = new JsonObject(), ["error"] = error }
            : new JsonObject { ["authenticated"] = true, ["user"] = user.ToJson(), ["audiences"] = new JsonArray([.. accepted.Select(audience => (JsonNode)audience)]) };
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
        if (ReviewSelectors.Trouble(spec.Map("resourceAttributes")) is { Length: > 0 } trouble)
            status["evaluationError"] = trouble;
        return status;
    }
}
