using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Resources;
using Hearth.LocalCluster.ApiServer.Writing;
using Hearth.LocalCluster.Store;

namespace Hearth.LocalCluster.ApiServer.Admission.PodSecurity;

/// <summary>Holds pods to what the labels of their namespace ask for, and these labels to what can be asked (the <c>PodSecurity</c> plugin).</summary>
internal static class PodSecurityAdmission
{
    private const int MostPods = 3000;

    /// <exception cref="ApiException">The pod violates what is enforced (403), or the labels are wrong (422).</exception>
    public static void Check(ApiContext context, RequestInfo request, JsonObject value, JsonObject? old)
    {
        switch (request.Resource.GroupResource)
        {
            case "namespaces" when request.Subresource.Length == 0:
                CheckNamespace(context, request, value, old);
                break;
            case "pods" when request.Subresource != "status":
                CheckPod(context, request, value, old);
                break;
            case not "pods" when request.Subresource.Length == 0 && PodTemplates.Of(request.Resource, value).Template is { } template:
                Warn(request, PolicyOf(context, request.Namespace).Warn, template);
                break;
        }
    }

    /// <summary>Most namespaces have no such labels: nothing is read then.</summary>
    private static PodSecurityPolicy PolicyOf(ApiContext context, string ns) =>
        context.Find("", "namespaces", "", ns) is { } stored && Array.Exists(stored.Labels, text => text.StartsWith(PodSecurityPolicy.Prefix, StringComparison.Ordinal)) ? PodSecurityPolicy.Of(stored.Label) : PodSecurityPolicy.None;

    private static void CheckPod(ApiContext context, RequestInfo request, JsonObject pod, JsonObject? old)
    {
        var policy = PolicyOf(context, request.Namespace);
        if (policy.Enforce.Level == PodSecurityLevel.Privileged && policy.Warn.Level == PodSecurityLevel.Privileged || old is not null && !PodChanges.AreSignificant(pod, old))
            return;
        if (Describe(policy.Enforce, pod) is { } why)
            throw ApiException.Forbidden("", "pods", pod.Map("metadata")?.Text("name") ?? "", "violates PodSecurity " + why);
        Warn(request, policy.Warn, pod);
    }

    private static void Warn(RequestInfo request, LevelVersion wanted, JsonObject pod)
    {
        if (Describe(wanted, pod) is { } why)
            Warnings.Write(request.Context, ["would violate PodSecurity " + why]);
    }

    /// <summary>What is asked for and in what way the pod is otherwise; null where it is not.</summary>
    private static string? Describe(LevelVersion wanted, JsonObject pod) =>
        wanted.Level != PodSecurityLevel.Privileged && PodSecurityStandards.Evaluate(wanted, new CheckedPod(pod)) is { Count: > 0 } found ? $"\"{wanted}\": {string.Join(", ", found)}" : null;

    private static void CheckNamespace(ApiContext context, RequestInfo request, JsonObject value, JsonObject? old)
    {
        var (label, oldLabel) = (LabelsOf(value), LabelsOf(old));
        // What was wrong before may stay: nobody could change anything else.
        if (PodSecurityPolicy.Problems(label) is { Count: > 0 } problems && !problems.SequenceEqual(PodSecurityPolicy.Problems(oldLabel)))
            throw ApiException.Invalid("", request.Resource.Kind, value.Map("metadata")?.Text("name") ?? "", problems);
        if (old is null)
            return;
        var (enforce, before) = (PodSecurityPolicy.Of(label).Enforce, PodSecurityPolicy.Of(oldLabel).Enforce);
        if (enforce.Level != PodSecurityLevel.Privileged && (enforce.Minor != before.Minor || enforce.Level > before.Level))
            Warnings.Write(request.Context, OfPods(context, request.Name, enforce));
    }

    private static Func<string, string?> LabelsOf(JsonObject? value)
    {
        var labels = value?.Map("metadata")?.Map("labels");
        return name => labels?.Text(name);
    }

    /// <summary>What is said of the pods of a namespace that from now on would be refused: those of one reason together.</summary>
    private static IEnumerable<string> OfPods(ApiContext context, string ns, LevelVersion enforce)
    {
        var pods = context.Store.Table("pods").Objects.In(ns).ToArray();
        if (pods.Length > MostPods)
            yield return string.Create(CultureInfo.InvariantCulture, $"new PodSecurity enforce level only checked against the first {MostPods} of {pods.Length} existing pods");
        var resource = context.BuiltIn("", "pods");
        var found = pods.Take(MostPods).GroupBy(pod => Reasons(enforce, resource, pod), pod => pod.Name, StringComparer.Ordinal).Where(group => group.Key.Length > 0).Select(Line).Order(StringComparer.Ordinal).ToArray();
        if (found.Length > 0)
            yield return $"existing pods in namespace \"{ns}\" violate the new PodSecurity enforce level \"{enforce}\"";
        foreach (var line in found)
            yield return line;
    }

    private static string Reasons(LevelVersion enforce, ApiResource resource, StoredObject pod) =>
        string.Join(", ", PodSecurityStandards.Evaluate(enforce, new CheckedPod(ObjectEncoder.Decode(resource, pod))).Select(violation => violation.Reason));

    private static string Line(IGrouping<string, string> pods)
    {
        var others = pods.Count() - 1;
        var more = others == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" (and {others} other {Violation.Count(others, "pod", "pods")})");
        return $"{pods.Min(StringComparer.Ordinal)}{more}: {pods.Key}";
    }
}
