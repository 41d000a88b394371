using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Security;

namespace Hearth.LocalCluster.ApiServer.Writing;

/// <summary>Who asks for a certificate, who may approve and who may sign it: the server says so itself, whatever the request states.</summary>
internal static class CertificateRules
{
    public const string Resource = "certificatesigningrequests.certificates.k8s.io";
    private const string Group = "certificates.k8s.io";
    private const string ApiServerClient = "kubernetes.io/kube-apiserver-client";

    /// <summary>The conditions by which who may approve decides.</summary>
    public static IReadOnlyList<string> Verdicts { get; } = ["Approved", "Denied"];

    /// <summary>The requester, from the request's authentication.</summary>
    public static void SetRequester(UserInfo user, JsonObject value)
    {
        var spec = value.Ensure("spec");
        foreach (var field in new[] { "username", "uid", "groups", "extra" })
            spec.Remove(field);
        spec["username"] = user.Name;
        if (user.Uid.Length > 0)
            spec["uid"] = user.Uid;
        if (user.Groups.Count > 0)
            spec["groups"] = Texts(user.Groups);
        if (user.Extra.Count > 0)
            spec["extra"] = new JsonObject(user.Extra.Select(e => KeyValuePair.Create(e.Key, (JsonNode?)Texts(e.Value))));
    }

    /// <exception cref="ApiException">Nobody may ask for the rights of an administrator.</exception>
    public static void CheckSubject(JsonObject value)
    {
        if (value.Map("spec")?.Text("signerName") == ApiServerClient && SigningRequest.TryRead(value.Map("spec")?.Text("request"))?.Organizations.Contains(UserInfo.Masters, StringComparer.Ordinal) == true)
            throw ApiException.Forbidden(Group, "certificatesigningrequests", NameOf(value), $"use of {ApiServerClient} signer with {UserInfo.Masters} group is not allowed");
    }

    /// <exception cref="ApiException">The user lacks the right to <c>approve</c> or <c>sign</c> for this signer.</exception>
    public static void CheckSigner(Authorizer authorizer, RequestInfo request, JsonObject value, JsonObject old)
    {
        var signer = old.Map("spec")?.Text("signerName") ?? "";
        var (before, after) = (old.Map("status"), value.Map("status"));
        if (request.Subresource == "approval")
            Check("approve", $"user not permitted to approve requests with signerName \"{signer}\"");
        else if (request.Subresource == "status" && (before?.Text("certificate") != after?.Text("certificate") || !JsonNode.DeepEquals(Conditions(before), Conditions(after))))
            Check("sign", $"user not permitted to sign requests with signerName \"{signer}\"");

        void Check(string verb, string refusal)
        {
            var domain = signer.Split('/')[0] + "/*";
            if (!new[] { signer, domain }.Any(name => authorizer.Decide(new AccessQuestion(request.User, verb, Group, "signers", "", "", name, "")).Allowed))
                throw ApiException.Forbidden(Group, "certificatesigningrequests", request.Name, refusal);
        }
    }

    /// <summary>A request stays as it was made; approval decides conditions, status brings the certificate.</summary>
    public static void PrepareForUpdate(string now, JsonObject value, JsonObject old, string subresource)
    {
        value["spec"] = old["spec"]?.DeepClone();
        if (subresource.Length == 0)
        {
            value["status"] = old["status"]?.DeepClone() ?? new JsonObject();
            return;
        }

        var (before, after) = (old.Map("status") ?? [], value.Ensure("status"));
        if (subresource == "approval")
            Keep(before, after, "certificate");
        else
            KeepVerdicts(before, after);
        after["conditions"] = new JsonArray([.. after.Objects("conditions").Select(c => Dated(now, (JsonObject)c.DeepClone(), before))]);
        if (after.List("conditions") is { Count: 0 })
            after.Remove("conditions");
    }

    /// <summary>What was approved or denied stays as it was said, as long as nothing is added or left out.</summary>
    private static void KeepVerdicts(JsonObject before, JsonObject after)
    {
        if (after.List("conditions") is not { } conditions)
            return;
        foreach (var type in Verdicts)
        {
            var kept = before.Objects("conditions").Where(condition => condition.Text("type") == type).ToArray();
            var stated = after.Objects("conditions").Where(condition => condition.Text("type") == type).ToArray();
            foreach (var (condition, verdict) in stated.Length == kept.Length ? stated.Zip(kept) : [])
                conditions[conditions.IndexOf(condition)] = verdict.DeepClone();
        }
    }

    private static JsonObject Dated(string now, JsonObject condition, JsonObject before)
    {
        if (condition["lastUpdateTime"] is null)
            condition["lastUpdateTime"] = now;
        var known = before.Objects("conditions").FirstOrDefault(c => c.Text("type") == condition.Text("type") && c.Text("status") == condition.Text("status"));
        if (condition["lastTransitionTime"] is null)
            condition["lastTransitionTime"] = known?["lastTransitionTime"]?.DeepClone() ?? now;
        return condition;
    }

    private static void Keep(JsonObject from, JsonObject to, string field)
    {
        if (from[field] is { } kept)
            to[field] = kept.DeepClone();
        else
            to.Remove(field);
    }

    private static JsonArray Conditions(JsonObject? status) => status?.List("conditions") ?? [];

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private static string NameOf(JsonObject value) => value.Map("metadata")?.Text("name") ?? "";
}
