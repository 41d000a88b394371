using System.Text.Json.Nodes;

namespace Hearth.ClusterTests.ApiServers.Differential;

/// <summary>
/// A recording of what Spark's own client asked of a real API server, told again: identities that the recorded server gave are
/// replaced by those that this one gave to the same objects.
/// </summary>
internal sealed class DriverCalls(string path, StoryTeller teller)
{
    private readonly Dictionary<string, string> _uids = new(StringComparer.Ordinal);

    /// <summary>The answers, with the calls they belong to.</summary>
    public async IAsyncEnumerable<(StoryRequest Request, StoryAnswer Answer)> TellAsync()
    {
        var lines = await File.ReadAllLinesAsync(path);
        await CreateAccountsAsync(lines);
        await CreateOwnersAsync(lines);
        for (var i = 0; i < lines.Length; i++)
        {
            var call = JsonNode.Parse(lines[i])!.AsObject();
            var request = Request(call, i + 1);
            var answer = await teller.TellAsync(request) ?? throw new InvalidOperationException($"{request} has no answer");
            if (answer.Status != (int)call["status"]!)
                throw new InvalidOperationException($"{request} was answered {(int)call["status"]!} in the recording, and {answer.Status} now: {answer.Body}");
            if (Uid(call["response"]) is { } recorded && Uid(answer.Body) is { } given)
                _uids[recorded] = given;
            yield return (request, answer);
        }
    }

    private async Task CreateAccountsAsync(string[] lines)
    {
        var accounts = lines.Select(line => (string?)((JsonNode.Parse(line)!["body"] as JsonObject)?["spec"] as JsonObject)?["serviceAccountName"]).OfType<string>().Distinct(StringComparer.Ordinal);
        foreach (var account in accounts)
        {
            var body = new JsonObject { ["metadata"] = new JsonObject { ["name"] = account } }.ToJsonString();
            await teller.TellAsync(new StoryRequest(path, 0, "POST", "/api/v1/namespaces/default/serviceaccounts", new Dictionary<string, string>(StringComparer.Ordinal), body));
        }
    }

    /// <summary>Pods that own others and were created before the recording begins: without them all would be garbage.</summary>
    private async Task CreateOwnersAsync(string[] lines)
    {
        var calls = lines.Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        var created = calls.Select(call => Uid(call["response"])).ToHashSet(StringComparer.Ordinal);
        var owners = calls.SelectMany(call => (call["body"] as JsonObject)?["metadata"]?["ownerReferences"]?.AsArray() ?? []).Where(owner => !created.Contains((string)owner!["uid"]!));
        foreach (var owner in owners.DistinctBy(owner => (string)owner!["uid"]!))
        {
            var pod = new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = (string)owner!["name"]! },
                ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = "i" }) },
            };
            var answer = await teller.TellAsync(new StoryRequest(path, 0, "POST", "/api/v1/namespaces/default/pods", new Dictionary<string, string>(StringComparer.Ordinal), pod.ToJsonString()));
            if (answer!.Status == 409)
                answer = await teller.TellAsync(new StoryRequest(path, 0, "GET", $"/api/v1/namespaces/default/pods/{owner["name"]}", new Dictionary<string, string>(StringComparer.Ordinal), null));
            _uids[(string)owner["uid"]!] = Uid(answer!.Body) ?? throw new InvalidOperationException($"the owner {owner["name"]} was not created: {answer.Body}");
        }
    }

    private StoryRequest Request(JsonObject call, int line)
    {
        var query = string.Join('&', call["query"]!.AsObject().Where(pair => pair.Key != "watch").Select(pair => $"{pair.Key}={Uri.EscapeDataString((string)pair.Value!)}"));
        var address = (string)call["path"]! + (query.Length > 0 ? "?" + query : "");
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var isPatch = (string)call["method"]! == "PATCH";
        headers["Content-Type"] = (string?)call["headers"]?["content-type"] ?? (isPatch ? "application/apply-patch+yaml" : "application/json");
        var method = call["upgrade"] is null ? (string)call["method"]! : "SOCKET";
        return new StoryRequest(Path.GetFileName(Path.GetDirectoryName(path)) + "/" + Path.GetFileName(path), line, method, address, headers, Known(call["body"]?.ToJsonString()));
    }

    private string? Known(string? body)
    {
        foreach (var (recorded, given) in body is null ? [] : _uids)
            body = body!.Replace(recorded, given, StringComparison.Ordinal);
        return body;
    }

    private static string? Uid(JsonNode? body) => (string?)(body as JsonObject)?["metadata"]?["uid"];
}
