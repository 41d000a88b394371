using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Hearth.Kube.Core.Quantities;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Resources;

namespace Hearth.LocalCluster.ApiServer.Admission.Quotas;

/// <summary>
/// The <c>ResourceQuota</c> plugin and its controller in one: refuses what a namespace has no room for, and keeps each quota's status
/// with every write instead of a moment later.
/// </summary>
internal static class QuotaBook
{
    private const string Table = "resourcequotas";

    /// <exception cref="ApiException">A quota has no room for the object, or the object does not say what it needs (403).</exception>
    public static void Check(ApiContext context, RequestInfo request, JsonObject value, JsonObject? old)
    {
        if (!IsCounted(context, request.Resource) || request.Subresource.Length > 0)
            return;
        // Looking and counting are one step: two creates at once must not both find the last free place.
        lock (context.QuotaGate)
            Charge(context, request, value, old);
    }

    private static void Charge(ApiContext context, RequestInfo request, JsonObject value, JsonObject? old)
    {
        var isPod = request.Resource.GroupResource == "pods";
        var asked = ObjectUsage.Of(request.Resource, value);
        if (old is not null)
            Subtract(asked, ObjectUsage.Of(request.Resource, old));
        foreach (var quota in context.Objects("", Table, request.Namespace).Where(quota => QuotaScopes.Matches(quota, isPod, value)))
        {
            if (isPod && old is null)
                CheckStated(request, quota, value);
            CheckRoom(request, quota, asked, value);
        }

        if (request.IsDryRun)
            return;
        Change(context, request.Resource, request.Namespace, value, asked, "kube-apiserver");
    }

    /// <summary>What an object took is free again once it is gone; a pod that ended takes nothing.</summary>
    public static void AfterWrite(ApiContext context, ApiResource resource, JsonObject? value, JsonObject? old)
    {
        if (resource.GroupResource == Table && value is not null)
        {
            Recount(context, value);
            return;
        }

        if (old is null || !IsCounted(context, resource) || value is not null && resource.GroupResource != "pods")
            return;
        var change = value is null ? [] : ObjectUsage.Of(resource, value);
        var before = ObjectUsage.Of(resource, old);
        if (value is not null && change.Count == before.Count)
            return;
        Subtract(change, before);
        Change(context, resource, old.Map("metadata")?.Text("namespace") ?? "", old, change, "kube-controller-manager");
    }

    /// <summary>Writes the status of a quota from the objects that are there.</summary>
    public static void Recount(ApiContext context, JsonObject quota)
    {
        var ns = quota.Map("metadata")?.Text("namespace") ?? "";
        var hard = quota.Map("spec")?.Map("hard") ?? [];
        var sum = hard.ToDictionary(pair => pair.Key, _ => Quantity.Zero, StringComparer.Ordinal);
        foreach (var resource in context.Resources.All.Where(resource => resource.IsNamespaced && resource.Group != "events.k8s.io" && Concerns(resource, hard)))
        {
            foreach (var value in context.Objects(resource.Group, resource.Plural, ns).Where(value => QuotaScopes.Matches(quota, resource.GroupResource == "pods", value)))
                Add(sum, ObjectUsage.Of(resource, value));
        }

        Write(context, ns, quota.Map("metadata")?.Text("name") ?? "", "kube-controller-manager", status =>
        {
            status.Remove("hard");
            status.Remove("used");
            if (hard.Count == 0)
                return;
            status["hard"] = hard.DeepClone();
            status["used"] = new JsonObject(hard.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, sum[pair.Key].Text)));
        });
    }

    private static bool Concerns(ApiResource resource, JsonObject hard) =>
        resource.GroupResource is "pods" or "services" or "persistentvolumeclaims" || hard.ContainsKey("count/" + resource.GroupResource) || hard.ContainsKey(resource.Plural);

    private static bool IsCounted(ApiContext context, ApiResource resource) =>
        resource.IsNamespaced && context.Store.Table(Table).Objects.Count > 0 && resource.TableName != "events";

    private static void CheckStated(RequestInfo request, JsonObject quota, JsonObject pod)
    {
        var hard = quota.Map("spec")?.Map("hard") ?? [];
        var missing = new List<string>();
        foreach (var key in hard.Select(pair => pair.Key).Where(IsCompute).Order(StringComparer.Ordinal))
        {
            var names = (pod.Map("spec")?.Objects("initContainers") ?? []).Concat(pod.Map("spec")?.Objects("containers") ?? [])
                .Where(container => !States(container, key)).Select(container => container.Text("name") ?? "").ToArray();
            if (names.Length > 0)
                missing.Add($"{key} for: {string.Join(",", names.Order(StringComparer.Ordinal))}");
        }

        if (missing.Count > 0)
            throw ApiException.Forbidden("", "pods", NameOf(request, pod), $"failed quota: {quota.Map("metadata")!.Text("name")}: must specify {string.Join("; ", missing)}");
    }

    private static bool IsCompute(string key) => key is "cpu" or "memory" or "requests.cpu" or "requests.memory" or "limits.cpu" or "limits.memory";

    private static bool States(JsonObject container, string key)
    {
        var parts = key.Split('.');
        return container.Map("resources")?.Map(parts.Length > 1 ? parts[0] : "requests")?.ContainsKey(parts[^1]) == true;
    }

    private static void CheckRoom(RequestInfo request, JsonObject quota, Dictionary<string, Quantity> asked, JsonObject value)
    {
        var hard = quota.Map("spec")?.Map("hard") ?? [];
        var used = quota.Map("status")?.Map("used") ?? [];
        var over = hard.Where(pair => asked.GetValueOrDefault(pair.Key, Quantity.Zero) > Quantity.Zero && ObjectUsage.Value(used.Text(pair.Key)) + asked[pair.Key] > ObjectUsage.Value(pair.Value.Text))
            .Select(pair => pair.Key).Order(StringComparer.Ordinal).ToArray();
        if (over.Length == 0)
            return;
        string List(Func<string, string> amount) => string.Join(",", over.Select(key => $"{key}={amount(key)}"));
        throw ApiException.Forbidden(
            request.Group,
            request.Plural,
            NameOf(request, value),
            $"exceeded quota: {quota.Map("metadata")!.Text("name")}, requested: {List(key => asked[key].Text)}, used: {List(key => used.Text(key) ?? "0")}, limited: {List(key => hard.Text(key) ?? "")}");
    }

    private static string NameOf(RequestInfo request, JsonObject value) => value.Map("metadata")?.Text("name") ?? request.Name;

    private static void Change(ApiContext context, ApiResource resource, string ns, JsonObject value, Dictionary<string, Quantity> change, string manager)
    {
        if (change.Values.All(IsZero))
            return;
        foreach (var quota in context.Objects("", Table, ns).Where(quota => QuotaScopes.Matches(quota, resource.GroupResource == "pods", value)).ToArray())
        {
            if (quota.Map("status")?.Map("hard") is not { } hard || !hard.Any(pair => !IsZero(change.GetValueOrDefault(pair.Key, Quantity.Zero))))
                continue;
            Write(context, ns, quota.Map("metadata")?.Text("name") ?? "", manager, status =>
            {
                var used = status.Ensure("used");
                foreach (var key in hard.Select(pair => pair.Key).Where(key => !IsZero(change.GetValueOrDefault(key, Quantity.Zero))))
                    used[key] = NotBelowZero(ObjectUsage.Value(used.Text(key)) + change[key]).Text;
            });
        }
    }

    private static void Write(ApiContext context, string ns, string name, string manager, Action<JsonObject> change)
    {
        var resource = context.BuiltIn("", Table);
        var table = context.Store.Table(Table);
        while (table.Objects.Find(ns, name) is { } current)
        {
            var old = ObjectEncoder.Decode(resource, current);
            var value = (JsonObject)old.DeepClone();
            change(value.Ensure("status"));
            if (JsonNode.DeepEquals(value["status"], old["status"]))
                return;
            Writing.Ownership.OnServerUpdate(context, resource, value, old, new FieldManager(manager, "v1", "status"));
            if (context.Store.TryUpdate(table, current, ObjectEncoder.Encode(resource, value)) is not null)
                return;
        }
    }

    private static void Add(Dictionary<string, Quantity> sum, Dictionary<string, Quantity> usage)
    {
        foreach (var (key, amount) in usage)
        {
            if (sum.TryGetValue(key, out var before))
                sum[key] = before + amount;
        }
    }

    private static void Subtract(Dictionary<string, Quantity> from, Dictionary<string, Quantity> usage)
    {
        foreach (var (key, amount) in usage)
            from[key] = from.GetValueOrDefault(key, Quantity.Zero) - amount;
    }

    private static bool IsZero(Quantity amount) => amount.CompareTo(Quantity.Zero) == 0;

    private static Quantity NotBelowZero(Quantity amount) => amount < Quantity.Zero ? Quantity.Zero : amount;
}
