using System.Text;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Writing;

internal static class SecretRules
{
    /// <summary><c>stringData</c> is for writing only: it ends up in <c>data</c>.</summary>
    public static void MergeStringData(JsonObject secret)
    {
        if (secret.Map("stringData") is not { } plain)
            return;
        foreach (var (name, value) in plain)
            secret.Ensure("data")[name] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value.Text ?? ""));
        secret.Remove("stringData");
    }
}
