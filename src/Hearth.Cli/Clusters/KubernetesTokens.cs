using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.History.Access;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;

namespace Hearth.Cli.Clusters;

/// <summary>
/// Lets in whom the cluster knows (TokenReview) and allows to <c>get sparkapplications.sparkoperator.k8s.io</c> (SubjectAccessReview): who
/// may read applications may read their history. The server's own account needs to create both reviews (<c>system:auth-delegator</c>).
/// </summary>
/// <param name="client">The cluster that is asked.</param>
/// <param name="ns">The namespace whose applications must be readable; null: those of all namespaces.</param>
internal sealed class KubernetesTokens(KubeClient client, string? ns)
{
    private static readonly ResourceType<KubeObject> s_tokens = ResourceTypes.Untyped("authentication.k8s.io", "v1", "tokenreviews", "TokenReview", namespaced: false);
    private static readonly ResourceType<KubeObject> s_access = ResourceTypes.Untyped("authorization.k8s.io", "v1", "subjectaccessreviews", "SubjectAccessReview", namespaced: false);

    public async Task<TokenVerdict> CheckAsync(string token, CancellationToken cancellationToken)
    {
        try
        {
            if (await UserAsync(token, cancellationToken) is not { } user)
                return new TokenVerdict(null, "the cluster does not know this token, or it has expired");
            return await MayReadAsync(user, cancellationToken)
                ? new TokenVerdict(new HistoryUser(user["username"]?.GetValue<string>() ?? "", Texts(user["groups"])))
                : new TokenVerdict(null, $"{user["username"]} may not get sparkapplications.sparkoperator.k8s.io {(ns is null ? "in all namespaces" : $"in namespace {ns}")}");
        }
        catch (KubeException e)
        {
            // Not a verdict: it must not be remembered.
            throw new IOException($"the cluster did not review the token: {e.Message}", e);
        }
    }

    private async Task<JsonObject?> UserAsync(string token, CancellationToken cancellationToken)
    {
        var status = await ReviewAsync(s_tokens, new JsonObject { ["token"] = token }, cancellationToken);
        return status?["authenticated"]?.GetValue<bool>() == true ? status["user"] as JsonObject : null;
    }

    private async Task<bool> MayReadAsync(JsonObject user, CancellationToken cancellationToken)
    {
        var question = new JsonObject
        {
            ["user"] = user["username"]?.DeepClone(),
            ["uid"] = user["uid"]?.DeepClone(),
            ["groups"] = user["groups"]?.DeepClone(),
            ["extra"] = user["extra"]?.DeepClone(),
            ["resourceAttributes"] = new JsonObject
            {
                ["verb"] = "get", ["group"] = "sparkoperator.k8s.io", ["resource"] = "sparkapplications", ["namespace"] = ns,
            },
        };
        return (await ReviewAsync(s_access, question, cancellationToken))?["allowed"]?.GetValue<bool>() == true;
    }

    private async Task<JsonNode?> ReviewAsync(ResourceType<KubeObject> type, JsonObject spec, CancellationToken cancellationToken)
    {
        foreach (var (name, _) in spec.Where(field => field.Value is null).ToList())
            spec.Remove(name);
        using var json = JsonDocument.Parse(spec.ToJsonString());
        var review = new KubeObject { ApiVersion = type.ApiVersion, Kind = type.Kind, Extra = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["spec"] = json.RootElement.Clone() } };
        var answer = await client.CreateAsync(type, null, review, cancellationToken);
        return answer.Extra?.TryGetValue("status", out var status) == true ? JsonNode.Parse(status.GetRawText()) : null;
    }

    private static string[] Texts(JsonNode? list) => list is JsonArray array ? [.. array.Select(item => item?.GetValue<string>() ?? "")] : [];
}
