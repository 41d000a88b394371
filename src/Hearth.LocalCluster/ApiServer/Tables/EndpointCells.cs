using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Tables;

internal static class EndpointCells
{
    private const int MostShown = 3;

    public static string Endpoints(JsonObject value)
    {
        var shown = new List<string>();
        foreach (var subset in value.Objects("subsets"))
        {
            var ports = subset.Objects("ports").ToArray();
            foreach (var address in subset.Objects("addresses"))
            {
                if (ports.Length == 0)
                    shown.Add(address.Text("ip") ?? "");
                foreach (var port in ports)
                    shown.Add($"{address.Text("ip")}:{port["port"].Number}");
            }
        }

        return Few(shown, "<none>", " + ", " more...");
    }

    public static string SlicePorts(JsonObject value) =>
        Few([.. value.Objects("ports").Select(port => port["port"].Number is { } number ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : "*")], "<unset>", " + ", " more...");

    public static string SliceAddresses(JsonObject value) =>
        Few([.. value.Objects("endpoints").SelectMany(endpoint => endpoint.List("addresses") ?? []).Select(address => address.Text ?? "")], "<unset>", " + ", " more...");

    private static string Few(List<string> texts, string none, string plus, string more)
    {
        if (texts.Count == 0)
            return none;
        var shown = string.Join(",", texts.Take(MostShown));
        return texts.Count > MostShown ? $"{shown}{plus}{texts.Count - MostShown}{more}" : shown;
    }
}

internal static class IngressCells
{
    public static IReadOnlyList<Column> Columns(Column name, Column age) =>
    [
        name,
        Text("Class", value => value.Map("spec")?.Text("ingressClassName") ?? "<none>"),
        Text("Hosts", Hosts),
        Text("Address", value => string.Join(",", (value.Map("status")?.Map("loadBalancer")?.Objects("ingress") ?? []).Select(ingress => ingress.Text("ip") ?? ingress.Text("hostname")))),
        Text("Ports", value => value.Map("spec")?.List("tls") is { Count: > 0 } ? "80, 443" : "80"),
        age,
    ];

    private static Column Text(string name, Func<JsonObject, string> cell) => new(name, "string", "", "", 0, (value, _) => JsonValue.Create(cell(value)));

    private static string Hosts(JsonObject value)
    {
        var hosts = value.Map("spec")?.Objects("rules").Select(rule => rule.Text("host")).Where(host => !string.IsNullOrEmpty(host)).ToArray() ?? [];
        return hosts.Length == 0 ? "*" : hosts.Length > 3 ? $"{string.Join(",", hosts.Take(3))} + {hosts.Length - 3} more..." : string.Join(",", hosts);
    }
}

internal static class QuotaCells
{
    /// <summary><c>pods: 0/1, requests.cpu: 0/1</c>; limits have a column of their own.</summary>
    public static JsonNode Used(JsonObject quota, bool limits)
    {
        var status = quota.Map("status");
        var parts = (status?.Map("hard") ?? []).Where(pair => pair.Key.StartsWith("limits.", StringComparison.Ordinal) == limits)
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key}: {status?.Map("used")?.Text(pair.Key) ?? "0"}/{pair.Value.Text}");
        return JsonValue.Create(string.Join(", ", parts))!;
    }
}
