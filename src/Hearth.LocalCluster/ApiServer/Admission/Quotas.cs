using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Quantities;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Admission;

/// <summary>Refuses pods and objects that a namespace has no room for (the <c>ResourceQuota</c> plugin).</summary>
internal static class Quotas
{
    public static void Check(ApiContext context, RequestInfo request, JsonObject value)
    {
        var table = context.Store.Table("resourcequotas");
        if (table.Objects.Count == 0 || !request.Resource.IsNamespaced)
            return;
        var asked = Usage(request.Resource.GroupResource, value);
        foreach (var quota in context.Objects("", "resourcequotas", request.Namespace))
            Check(context, request, quota, asked, value);
    }

    private static void Check(ApiContext context, RequestInfo request, JsonObject quota, Dictionary<string, decimal> asked, JsonObject value)
    {
        var name = value.Map("metadata")?.Text("name") ?? "";
        var hard = quota.Map("spec")?.Map("hard") ?? [];
        if (request.Resource.GroupResource == "pods")
        {
            var missing = hard.Select(pair => pair.Key).Where(key => IsCompute(key) && !asked.ContainsKey(Plain(key))).Order(StringComparer.Ordinal).ToArray();
            if (missing.Length > 0)
                throw ApiException.Forbidden("", "pods", name, $"failed quota: {quota.Map("metadata")!.Text("name")}: must specify {string.Join("; ", missing.Select(key => $"{key} for: {string.Join(",", Names(value))}"))}");
        }

        var used = Used(context, request);
        var over = hard.Where(pair => asked.GetValueOrDefault(Plain(pair.Key)) > 0 && used.GetValueOrDefault(Plain(pair.Key)) + asked[Plain(pair.Key)] > Value(pair.Value.Text))
            .Select(pair => pair.Key).Order(StringComparer.Ordinal).ToArray();
        if (over.Length == 0)
            return;
        string List(Func<string, string> amount) => string.Join(",", over.Select(key => $"{key}={amount(key)}"));
        throw ApiException.Forbidden(
            request.Group,
            request.Plural,
            name,
            $"exceeded quota: {quota.Map("metadata")!.Text("name")}, requested: {List(key => Show(asked[Plain(key)]))}, used: {List(key => Show(used.GetValueOrDefault(Plain(key))))}, limited: {List(key => hard.Text(key) ?? "")}");
    }

    private static bool IsCompute(string key) => key is "cpu" or "memory" or "requests.cpu" or "requests.memory" or "limits.cpu" or "limits.memory";

    private static IEnumerable<string?> Names(JsonObject pod) => pod.Map("spec")?.Objects("containers").Select(container => container.Text("name")) ?? [];

    /// <summary><c>cpu</c> and <c>memory</c> mean requests.</summary>
    private static string Plain(string key) => key is "cpu" or "memory" ? "requests." + key : key.StartsWith("count/", StringComparison.Ordinal) ? key["count/".Length..] : key;

    private static Dictionary<string, decimal> Used(ApiContext context, RequestInfo request)
    {
        var sum = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var value in context.Objects(request.Group, request.Plural, request.Namespace))
        {
            if (request.Resource.GroupResource == "pods" && value.Map("status")?.Text("phase") is "Succeeded" or "Failed")
                continue;
            foreach (var (key, amount) in Usage(request.Resource.GroupResource, value))
                sum[key] = sum.GetValueOrDefault(key) + amount;
        }

        return sum;
    }

    private static Dictionary<string, decimal> Usage(string resource, JsonObject value)
    {
        var usage = new Dictionary<string, decimal>(StringComparer.Ordinal) { [resource] = 1 };
        if (resource == "persistentvolumeclaims")
            usage["requests.storage"] = Value(value.Map("spec")?.Map("resources")?.Map("requests")?.Text("storage"));
        if (resource != "pods")
            return usage;
        foreach (var container in value.Map("spec")?.Objects("containers") ?? [])
        {
            foreach (var which in (ReadOnlySpan<string>)["requests", "limits"])
            {
                foreach (var (name, amount) in container.Map("resources")?.Map(which) ?? [])
                    usage[$"{which}.{name}"] = usage.GetValueOrDefault($"{which}.{name}") + Value(amount.Text);
            }
        }

        return usage;
    }

    private static decimal Value(string? text) => new Quantity(text ?? "0").TryGetValue(out var value) ? value : 0;

    private static string Show(decimal value) =>
        Quantities.TryCanonical(value.ToString(CultureInfo.InvariantCulture), out var canonical) ? canonical : value.ToString(CultureInfo.InvariantCulture);
}
