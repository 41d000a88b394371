using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Quantities;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Defaults;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Admission;

/// <summary>Fills in and checks resources as the namespace's limit ranges say (the <c>LimitRanger</c> plugin).</summary>
internal static class LimitRanges
{
    public static void Admit(ApiContext context, JsonObject pod)
    {
        foreach (var limit in Of(context, pod).Where(limit => limit.Text("type") == "Container"))
            Default(pod, limit);
    }

    private static IEnumerable<JsonObject> Of(ApiContext context, JsonObject value) =>
        context.Objects("", "limitranges", value.Map("metadata")?.Text("namespace") ?? "").SelectMany(range => range.Map("spec")?.Objects("limits") ?? []);

    private static void Default(JsonObject pod, JsonObject limit)
    {
        var notes = new List<string>();
        foreach (var (list, name) in ((string, string)[])[("containers", "container"), ("initContainers", "init container")])
        {
            foreach (var container in pod.Map("spec")?.Objects(list) ?? [])
            {
                var requests = Fill(container, "requests", limit.Map("defaultRequest"));
                var limits = Fill(container, "limits", limit.Map("default"));
                notes.AddRange(requests.Select(resource => $"{resource} request for {name} {container.Text("name")}"));
                notes.AddRange(limits.Select(resource => $"{resource} limit for {name} {container.Text("name")}"));
            }
        }

        if (notes.Count > 0)
            pod.Ensure("metadata").Ensure("annotations")["kubernetes.io/limit-ranger"] = "LimitRanger plugin set: " + string.Join("; ", notes);
    }

    private static List<string> Fill(JsonObject container, string which, JsonObject? defaults)
    {
        var filled = new List<string>();
        foreach (var (name, amount) in (defaults ?? []).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (container.Map("resources")?.Map(which)?.ContainsKey(name) == true)
                continue;
            container.Ensure("resources").Ensure(which)[name] = amount?.DeepClone();
            filled.Add(name);
        }

        return filled;
    }

    /// <exception cref="ApiException">A container, or the pod as a whole, asks for more or less than allowed (403).</exception>
    public static void Check(ApiContext context, JsonObject pod)
    {
        var problems = new List<string>();
        var spec = pod.Map("spec") ?? [];
        foreach (var limit in Of(context, pod))
        {
            if (limit.Text("type") == "Pod")
                new Limit(limit, PodRequests.Of(spec, "requests"), PodRequests.Of(spec, "limits"), problems).Check();
            if (limit.Text("type") != "Container")
                continue;
            foreach (var container in spec.Objects("containers").Concat(spec.Objects("initContainers")))
                new Limit(limit, container.Map("resources")?.Map("requests"), container.Map("resources")?.Map("limits"), problems).Check();
        }

        if (problems.Count > 0)
            throw AdmissionErrors.Forbidden(pod, Text(problems));
    }

    /// <exception cref="ApiException">A claim asks for more or less storage than allowed (403).</exception>
    public static void CheckClaim(ApiContext context, JsonObject claim)
    {
        var problems = new List<string>();
        foreach (var limit in Of(context, claim).Where(limit => limit.Text("type") == "PersistentVolumeClaim"))
            new Limit(limit, claim.Map("spec")?.Map("resources")?.Map("requests"), null, problems).CheckRequests();
        if (problems.Count > 0)
            throw ApiException.Forbidden("", "persistentvolumeclaims", claim.Map("metadata")?.Text("name") ?? "", Text(problems));
    }

    private static string Text(List<string> problems) => problems.Distinct(StringComparer.Ordinal).ToArray() is [var only] ? only : $"[{string.Join(", ", problems.Distinct(StringComparer.Ordinal))}]";

    /// <summary>One limit and what asks for something.</summary>
    private sealed class Limit(JsonObject limit, JsonObject? requests, JsonObject? limits, List<string> problems)
    {
        private readonly string _type = limit.Text("type") ?? "";

        public void Check()
        {
            Least();
            foreach (var (name, most) in limit.Map("max") ?? [])
            {
                if (limits?.Text(name) is not { } actual)
                    problems.Add($"maximum {name} usage per {_type} is {most.Text}.  No limit is specified");
                else if (Compare(actual, most.Text) > 0)
                    problems.Add($"maximum {name} usage per {_type} is {most.Text}, but limit is {actual}");
                else if (requests?.Text(name) is { } request && Compare(request, most.Text) > 0)
                    problems.Add($"maximum {name} usage per {_type} is {most.Text}, but request is {request}");
            }

            foreach (var (name, ratio) in limit.Map("maxLimitRequestRatio") ?? [])
                Ratio(name, ratio.Text ?? "0");
        }

        public void CheckRequests()
        {
            Least();
            foreach (var (name, most) in limit.Map("max") ?? [])
            {
                if (requests?.Text(name) is not { } actual)
                    problems.Add($"maximum {name} usage per {_type} is {most.Text}.  No request is specified");
                else if (Compare(actual, most.Text) > 0)
                    problems.Add($"maximum {name} usage per {_type} is {most.Text}, but request is {actual}");
            }
        }

        private void Least()
        {
            foreach (var (name, least) in limit.Map("min") ?? [])
            {
                if (requests?.Text(name) is not { } actual)
                    problems.Add($"minimum {name} usage per {_type} is {least.Text}.  No request is specified");
                else if (Compare(actual, least.Text) < 0)
                    problems.Add($"minimum {name} usage per {_type} is {least.Text}, but request is {actual}");
                else if (limits?.Text(name) is { } most && Compare(most, least.Text) < 0)
                    problems.Add($"minimum {name} usage per {_type} is {least.Text}, but limit is {most}");
            }
        }

        private void Ratio(string name, string most)
        {
            var (request, highest) = (Value(requests?.Text(name)), Value(limits?.Text(name)));
            var text = $"{name} max limit to request ratio per {_type} is {most}";
            if (request == 0)
                problems.Add(text + ", but no request is specified or request is 0");
            else if (highest == 0)
                problems.Add(text + ", but no limit is specified or limit is 0");
            else if (highest / request > Value(most))
                problems.Add($"{text}, but provided ratio is {(highest / request).ToString("F6", CultureInfo.InvariantCulture)}");
        }
    }

    private static int Compare(string actual, string? limit) => new Quantity(actual).CompareTo(new Quantity(limit ?? "0"));

    private static decimal Value(string? text) => new Quantity(text ?? "0").TryGetValue(out var value) ? value : 0;

    /// <summary>Defaults of the limit range itself: a maximum is a limit, a limit is a request.</summary>
    public static void Default(JsonObject range)
    {
        foreach (var limit in range.Map("spec")?.Objects("limits") ?? [])
        {
            if (limit.Text("type") != "Container")
                continue;
            Copy(limit, "max", "default");
            Copy(limit, "default", "defaultRequest");
            Copy(limit, "min", "defaultRequest");
        }
    }

    private static void Copy(JsonObject limit, string from, string to)
    {
        foreach (var (name, amount) in limit.Map(from) ?? [])
        {
            if (limit.Map(to)?.ContainsKey(name) != true)
                limit.Ensure(to)[name] = amount?.DeepClone();
        }
    }
}
