using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hearth.ClusterTests.ApiServers.Differential;

/// <summary>Hides what must differ between two servers: identities, versions, times, addresses, generated names.</summary>
internal static partial class Masks
{
    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uid();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", RegexOptions.ExplicitCapture)]
    private static partial Regex Time();

    [GeneratedRegex(@"^(\d+[smhdy])+$|^<invalid>$", RegexOptions.ExplicitCapture)]
    private static partial Regex Age();

    [GeneratedRegex(@"10\.96\.\d+\.\d+")]
    private static partial Regex ClusterAddress();

    [GeneratedRegex("(?<prefix>kube-api-access-|gen-|\\b(?:web|set|once)-(?:[a-z0-9]{8,10}-)?)[bcdfghjklmnpqrstvwxz2456789]{5}\\b", RegexOptions.ExplicitCapture)]
    private static partial Regex GeneratedName();

    [GeneratedRegex(@":3\d{4}/|(?<=nodePort\\?"":)3\d{4}")]
    private static partial Regex NodePort();

    [GeneratedRegex("(?<prefix>too old resource version: |resource version: |current: |ResourceVersion in record \\()\\d+( \\(\\d+\\))?", RegexOptions.ExplicitCapture)]
    private static partial Regex VersionInText();

    [GeneratedRegex(@"(?<prefix>\\?""resourceVersion\\?"":\\?""|resourceVersion: "")\d+", RegexOptions.ExplicitCapture)]
    private static partial Regex QuotedVersion();

    /// <summary>The types of kinds are numbered by the clock.</summary>
    [GeneratedRegex(@"(?<=[(, .'][A-Z][A-Za-z]+)\d{1,9}(?=[.,)'])")]
    private static partial Regex TypeName();

    public static JsonNode? Apply(JsonNode? node, string field = "")
    {
        switch (node)
        {
            case JsonObject map:
                var masked = new JsonObject();
                foreach (var (name, value) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                    masked[Text(name)] = Apply(value, name);
                SortCauses(masked);
                SortManagers(masked);
                SortRules(masked);
                return masked;
            case JsonArray list:
                return new JsonArray([.. list.Select(item => Apply(item, field == "cells" ? "cell" : field))]);
            case JsonValue value when value.TryGetValue<string>(out var text):
                return field switch
                {
                    "resourceVersion" when text.Length > 0 && text != "0" => "<version>",
                    "description" => "<description>",
                    "continue" when text.Length > 0 => "<continue>",
                    "token" => "<token>",
                    "serverAddress" => "<address>",
                    "warning" => TypeName().Replace(text, "<number>"),
                    "cell" when Age().IsMatch(text) => "<age>",
                    "ca.crt" => "<certificate>",
                    "storageVersionHash" => "<hash>",
                    _ => Text(text),
                };
            case JsonValue when field is "nodePort" or "healthCheckNodePort":
                return "<port>";
            default:
                return node?.DeepClone();
        }
    }

    /// <summary>Real servers list the causes of custom resources in the order of a hash map.</summary>
    private static void SortCauses(JsonObject masked)
    {
        if (masked["causes"] is JsonArray causes)
            masked["causes"] = new JsonArray([.. causes.Select(cause => cause?.DeepClone()).OrderBy(cause => cause?.ToJsonString(), StringComparer.Ordinal)]);
        if (masked["message"] is JsonValue message && message.TryGetValue<string>(out var text))
            masked["message"] = text.Contains(" is invalid: [", StringComparison.Ordinal) ? string.Concat(text.Order()) : SortTypeErrors(text);
    }

    /// <summary>An applied object's type errors, a line each, come in the order of a hash map too.</summary>
    private static string SortTypeErrors(string message)
    {
        const string Head = "errors:\n  ";
        var at = message.IndexOf(Head, StringComparison.Ordinal);
        return at < 0 ? message : message[..at] + Head + string.Join("\n  ", message[(at + Head.Length)..].Split("\n  ").Order(StringComparer.Ordinal));
    }

    /// <summary>They come in the order of their times, and the clock may tick between the two servers.</summary>
    private static void SortManagers(JsonObject masked)
    {
        if (masked["managedFields"] is JsonArray managers)
            masked["managedFields"] = new JsonArray([.. managers.Select(entry => entry?.DeepClone()).OrderBy(entry => $"{entry?["operation"]}/{entry?["manager"]}/{entry?["subresource"]}/{entry?["apiVersion"]}", StringComparer.Ordinal)]);
    }

    /// <summary>Real servers list the rules of a user in the order of a hash map of bindings.</summary>
    private static void SortRules(JsonObject masked)
    {
        if (!masked.ContainsKey("incomplete"))
            return;
        foreach (var name in (ReadOnlySpan<string>)["resourceRules", "nonResourceRules"])
        {
            if (masked[name] is JsonArray rules)
                masked[name] = new JsonArray([.. rules.Select(rule => rule?.DeepClone()).OrderBy(rule => rule?.ToJsonString(), StringComparer.Ordinal)]);
        }
    }

    [GeneratedRegex(@"(?<=\[)[^\[\]]* not found, [^\[\]]* not found(?=\])")]
    private static partial Regex MissingRoles();

    private static string Text(string text)
    {
        text = MissingRoles().Replace(text, list => string.Join(", ", list.Value.Split(", ").Order(StringComparer.Ordinal)));
        text = Uid().Replace(text, "<uid>");
        text = Time().Replace(text, "<time>");
        text = QuotedVersion().Replace(text, "${prefix}<version>");
        text = ClusterAddress().Replace(text, "<address>");
        text = NodePort().Replace(text, port => port.Value[0] == ':' ? ":<port>/" : "<port>");
        text = GeneratedName().Replace(text, "${prefix}<name>");
        return VersionInText().Replace(text, "${prefix}<version>");
    }
}
