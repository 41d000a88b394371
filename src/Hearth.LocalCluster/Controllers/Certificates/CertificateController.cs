using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.Kube.Watching;
using Hearth.LocalCluster.ApiServer.Security;

namespace Hearth.LocalCluster.Controllers;

/// <summary>
/// Signs certificate requests that somebody approved, for Kubernetes' own signers; approves those of kubelets that may have them; removes
/// old ones.
/// </summary>
internal sealed class CertificateController(KubeClient client, ControllerSettings settings) : IDisposable
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromDays(365);
    private static readonly TimeSpan s_shortest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_keptDecided = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_keptWaiting = TimeSpan.FromHours(24);
    private static readonly ResourceType<KubeObject> s_requests = ResourceTypes.Untyped("certificates.k8s.io", "v1", "certificatesigningrequests", "CertificateSigningRequest", namespaced: false);
    private static readonly (string Right, string Subject)[] s_rights = [("selfnodeclient", "self kubelet client certificate"), ("nodeclient", "kubelet client certificate")];
    private static readonly string[] s_verdicts = ["Approved", "Denied", "Failed"];
    private readonly WorkQueue<ObjectKey> _queue = new();

    public Task RunAsync(CancellationToken cancellationToken)
    {
        var requests = new Store<KubeObject, KubeObject>(client, s_requests, request => request, logger: settings.Logger);
        requests.Changed += change => _queue.Add(change.Key);
        return Task.WhenAll(
            requests.RunAsync(cancellationToken),
            new Controller<ObjectKey>("certificate requests", _queue, (key, token) => ReconcileAsync(requests.Find(key), token), new() { Workers = 1, UrgentWorkers = 0 }, settings.Logger).RunAsync(cancellationToken));
    }

    public void Dispose() => _queue.Dispose();

    private async Task<ReconcileResult> ReconcileAsync(KubeObject? request, CancellationToken cancellationToken)
    {
        if (request is null)
            return ReconcileResult.Done;
        var left = Ends(request) - settings.Time.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            await client.DeleteAsync(s_requests, null, request.Metadata.Name!, new() { Uid = request.Metadata.Uid }, cancellationToken);
            return ReconcileResult.Done;
        }

        var (spec, signer) = (request.Spec(), (string?)request.Spec()["signerName"]);
        if (SigningRequest.TryRead((string?)spec["request"]) is { } asked)
        {
            if (Condition(request, "Approved") is null && Condition(request, "Denied") is null && signer == SignerRules.KubeletClient)
                await ApproveAsync(request, asked, cancellationToken);
            else if (IsToSign(request) && SignerRules.IsOurs(signer) && settings.Signer is { } signing)
                await SignAsync(request, asked, signer!, signing, cancellationToken);
        }

        return ReconcileResult.Again(left);
    }

    private static bool IsToSign(KubeObject request) =>
        Condition(request, "Approved") is not null && Condition(request, "Denied") is null && Condition(request, "Failed") is null && request.Status()["certificate"] is null;

    private async Task SignAsync(KubeObject request, SigningRequest asked, string signer, CertificateSigner signing, CancellationToken cancellationToken)
    {
        var usages = (request.Spec()["usages"] as JsonArray ?? []).Select(u => (string?)u ?? "").ToList();
        var status = request.Status();
        if (SignerRules.Refuse(signer, asked, usages) is { } refusal)
            Add(status, new JsonObject { ["type"] = "Failed", ["status"] = "True", ["reason"] = "SignerValidationFailed", ["message"] = refusal, ["lastUpdateTime"] = Now() });
        else
            status["certificate"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(signing.Issue(asked, usages, settings.Time.GetUtcNow(), Lifetime(request))));
        await WriteAsync(request, status, "status", cancellationToken);
    }

    /// <summary>What is asked for, up to a year and not below ten minutes.</summary>
    private static TimeSpan Lifetime(KubeObject request)
    {
        var asked = request.Spec().Number("expirationSeconds", 0);
        return asked == 0 || asked >= s_lifetime.TotalSeconds ? s_lifetime : asked < s_shortest.TotalSeconds ? s_shortest : TimeSpan.FromSeconds(asked);
    }

    /// <summary>A node renews its own certificate; who has the right to may get the first one for it.</summary>
    private async Task ApproveAsync(KubeObject request, SigningRequest asked, CancellationToken cancellationToken)
    {
        var usages = (request.Spec()["usages"] as JsonArray ?? []).Select(u => (string?)u ?? "").ToList();
        if (SignerRules.Refuse(SignerRules.KubeletClient, asked, usages) is not null)
            return;
        var isOwn = (string?)request.Spec()["username"] == asked.CommonName;
        foreach (var (right, subject) in s_rights.Where(r => isOwn || r.Right == "nodeclient"))
        {
            if (!await MayAsync(request.Spec(), right, cancellationToken))
                continue;
            var status = request.Status();
            Add(status, new JsonObject { ["type"] = "Approved", ["status"] = "True", ["reason"] = "AutoApproved", ["message"] = $"Auto approving {subject} after SubjectAccessReview." });
            await WriteAsync(request, status, "approval", cancellationToken);
            return;
        }
    }

    private async Task<bool> MayAsync(JsonObject requester, string right, CancellationToken cancellationToken)
    {
        var review = new JsonObject
        {
            ["apiVersion"] = "authorization.k8s.io/v1",
            ["kind"] = "SubjectAccessReview",
            ["spec"] = new JsonObject
            {
                ["user"] = requester["username"]?.DeepClone(),
                ["groups"] = requester["groups"]?.DeepClone(),
                ["extra"] = requester["extra"]?.DeepClone(),
                ["resourceAttributes"] = new JsonObject { ["group"] = "certificates.k8s.io", ["resource"] = "certificatesigningrequests", ["verb"] = "create", ["subresource"] = right },
            },
        };
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri("/apis/authorization.k8s.io/v1/subjectaccessreviews", UriKind.Relative))
        {
            Content = new StringContent(review.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        using var answer = await client.SendAsync(message, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return (bool?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))?["status"]?["allowed"] == true;
    }

    private Task<KubeObject> WriteAsync(KubeObject request, JsonObject status, string subresource, CancellationToken cancellationToken) =>
        client.PatchAsync(s_requests, null, request.Metadata.Name!, Patch.Merge(new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = request.Metadata.ResourceVersion }, ["status"] = status.DeepClone() }), subresource, cancellationToken);

    private static void Add(JsonObject status, JsonObject condition)
    {
        if (status["conditions"] is not JsonArray conditions)
            status["conditions"] = conditions = [];
        conditions.Add((JsonNode)condition);
    }

    private static JsonObject? Condition(KubeObject request, string type) =>
        (request.Status()["conditions"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(c => (string?)c["type"] == type && (string?)c["status"] == "True");

    /// <summary>When nobody needs the request any more.</summary>
    private static DateTimeOffset Ends(KubeObject request)
    {
        var decided = s_verdicts.Select(type => (string?)Condition(request, type)?["lastUpdateTime"]).OfType<string>()
            .Select(time => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture)).ToList();
        return decided.Count > 0 ? decided.Max() + s_keptDecided : (request.Metadata.CreationTimestamp ?? DateTimeOffset.MaxValue - s_keptWaiting) + s_keptWaiting;
    }

    private string Now() => TimeConverter.Format(settings.Time.GetUtcNow());
}
