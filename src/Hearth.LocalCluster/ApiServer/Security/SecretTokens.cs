using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Writing;

namespace Hearth.LocalCluster.ApiServer.Security;

/// <summary>Tokens that somebody reads from a secret: good as long as the secret has them and the account is the same.</summary>
internal static class SecretTokens
{
    private const string LastUsed = "kubernetes.io/legacy-token-last-used";

    /// <summary>Why the token is not good; null where it is.</summary>
    public static string? Trouble(ApiContext context, JsonObject claims, string token)
    {
        var (ns, account) = (Claim(claims, "namespace"), Claim(claims, "service-account.name"));
        var secret = context.FindObject("", "secrets", ns, Claim(claims, "secret.name"));
        if (secret is null || secret.Map("metadata")?["deletionTimestamp"] is not null || secret.Map("data")?.Text("token") != Convert.ToBase64String(Encoding.UTF8.GetBytes(token)))
            return "Token has been invalidated";
        if (context.Find("", "serviceaccounts", ns, account) is not { } found)
            return $"serviceaccounts \"{account}\" not found";
        return found.Uid == Claim(claims, "service-account.uid") ? null : $"ServiceAccount UID ({found.Uid}) does not match claim ({Claim(claims, "service-account.uid")})";
    }

    /// <summary>Whose the token is; the secret remembers the day.</summary>
    public static UserInfo UserOf(ApiContext context, JsonObject claims)
    {
        Remember(context, Claim(claims, "namespace"), Claim(claims, "secret.name"));
        return UserInfo.ServiceAccount(Claim(claims, "namespace"), Claim(claims, "service-account.name"), Claim(claims, "service-account.uid"));
    }

    private static void Remember(ApiContext context, string ns, string name)
    {
        var today = context.Time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var resource = context.BuiltIn("", "secrets");
        var table = context.Store.Table(resource.TableName);
        if (table.Objects.Find(ns, name) is not { } stored || stored.Label(LastUsed) == today)
            return;
        var old = ObjectEncoder.Decode(resource, stored);
        var value = (JsonObject)old.DeepClone();
        value.Ensure("metadata").Ensure("labels")[LastUsed] = today;
        Ownership.OnServerUpdate(context, resource, value, old, new FieldManager("kube-apiserver", resource.ApiVersion));
        // Whoever was faster has written the same day, or will be asked again.
        context.Store.TryUpdate(table, stored, ObjectEncoder.Encode(resource, value));
    }

    private static string Claim(JsonObject claims, string name) => claims.Text(Tokens.SecretClaim + name) ?? "";
}
