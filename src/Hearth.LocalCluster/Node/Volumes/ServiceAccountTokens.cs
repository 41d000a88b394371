using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Nodes;

/// <summary>
/// The service account tokens that a pod's volumes show, bound to the pod. As a kubelet, each is kept until 80 % of its life are over
/// or it is 24 hours old, then asked for anew.
/// </summary>
internal sealed class ServiceAccountTokens(KubeClient client, TimeProvider time, Pod pod)
{
    private const double UsedLife = 0.8;
    private static readonly TimeSpan s_longestUse = TimeSpan.FromHours(24);
    private readonly Dictionary<(string Audience, long Seconds), Issued> _issued = [];

    /// <summary>When the first of them must be asked for anew; null: there are none.</summary>
    public DateTimeOffset? NextAt => _issued.Count == 0 ? null : _issued.Values.Min(t => t.RenewAt);

    /// <exception cref="MountException">There is none to be had, and none that could still be shown.</exception>
    public async Task<string> GetAsync(ServiceAccountTokenProjection projection, CancellationToken cancellationToken)
    {
        var key = (projection.Audience ?? "", projection.ExpirationSeconds ?? 3600);
        var known = _issued.GetValueOrDefault(key);
        if (known is not null && time.GetUtcNow() < known.RenewAt)
            return known.Token;
        try
        {
            return (_issued[key] = await AskAsync(key, cancellationToken)).Token;
        }
        catch (Exception error) when (known is not null && time.GetUtcNow() < known.ExpiresAt && error is MountException or KubeException or HttpRequestException)
        {
            // Better the old one, while it holds, than none.
            return known.Token;
        }
    }

    private async Task<Issued> AskAsync((string Audience, long Seconds) key, CancellationToken cancellationToken)
    {
        var spec = new JsonObject
        {
            ["expirationSeconds"] = key.Seconds,
            ["boundObjectRef"] = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Pod", ["name"] = pod.Metadata.Name, ["uid"] = pod.Metadata.Uid },
        };
        if (key.Audience.Length > 0)
            spec["audiences"] = new JsonArray(key.Audience);
        var request = new JsonObject { ["apiVersion"] = "authentication.k8s.io/v1", ["kind"] = "TokenRequest", ["spec"] = spec };
        var path = $"/api/v1/namespaces/{pod.Metadata.Namespace}/serviceaccounts/{pod.Spec?.ServiceAccountName ?? "default"}/token";
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative))
        {
            Content = new StringContent(request.ToJsonString(), System.Text.Encoding.UTF8, "application/json"),
        };
        var now = time.GetUtcNow();
        using var answer = await client.SendAsync(message, cancellationToken);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        if (!answer.IsSuccessStatusCode || (string?)body?["status"]?["token"] is not { } token)
            throw new MountException($"failed to fetch token: {(string?)body?["message"] ?? answer.StatusCode.ToString()}");
        var life = TimeSpan.FromSeconds((long?)body["spec"]?["expirationSeconds"] ?? key.Seconds);
        var expires = DateTimeOffset.TryParse((string?)body["status"]?["expirationTimestamp"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : now + life;
        var use = life * UsedLife;
        return new(token, expires - life + (use < s_longestUse ? use : s_longestUse), expires);
    }

    private sealed record Issued(string Token, DateTimeOffset RenewAt, DateTimeOffset ExpiresAt);
}
