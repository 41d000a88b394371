using System.Text.Json.Nodes;
using Hearth.Kube.Core.Quantities;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Admission;

/// <summary>Fills in and checks resources as the namespace's limit ranges say (the <c>LimitRanger</c> plugin).</summary>
internal static class LimitRanges
{
    public static void Admit(ApiContext context, JsonObject pod)
    {
        var ns = pod.Map("metadata")?.Text("namespace") ?? "";
        foreach (var range in context.Objects("", "limitranges", ns))
        {
            foreach (var limit in range.Map("spec")?.Objects("limits") ?? [])
            {
                if (limit.Text("type") == "Container")
                    Default(pod, limit);
            }
        }
    }

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

    /// <exception cref="ApiException">A container asks for more or less than allowed (403).</exception>
    public static void Check(ApiContext context, JsonObject pod)
    {
        var metadata = pod.Map("metadata") ?? [];
        var problems = new List<string>();
        foreach (var limit in context.Objects("", "limitranges", metadata.Text("namespace") ?? "").SelectMany(range => range.Map("spec")?.Objects("limits") ?? []))
        {
            if (limit.Text("type") != "Container")
                continue;
            foreach (var container in pod.Map("spec")?.Objects("containers") ?? [])
                Check(limit, container.Map("resources"), problems);
        }

        if (problems.Count > 0)
        {
            var text = problems.Count == 1 ? problems[0] : $"[{string.Join(", ", problems)}]";
            throw ApiException.Forbidden("", "pods", metadata.Text("name") ?? "", text);
        }
    }

    private static void Check(JsonObject limit, JsonObject? resources, List<string> problems)
    {
        foreach (var (name, most) in limit.Map("max") ?? [])
        {
            if (resources?.Map("limits")?.Text(name) is not { } actual)
                problems.Add($"maximum {name} usage per Container is {most.Text}.  No limit is specified");
            else if (Value(actual) > Value(most.Text))
                problems.Add($"maximum {name} usage per Container is {most.Text}, but limit is {actual}");
        }

        foreach (var (name, least) in limit.Map("min") ?? [])
        {
            if (resources?.Map("requests")?.Text(name) is not { } actual)
                problems.Add($"minimum {name} usage per Container is {least.Text}.  No request is specified");
            else if (Value(actual) < Value(least.Text))
                problems.Add($"minimum {name} usage per Container is {least.Text}, but request is {actual}");
        }
    }

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
