using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hearth.ClusterTests.ApiServers.Differential;
using Hearth.LocalCluster.ApiServer.Cel;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.ClusterTests.Cel;

/// <summary>The same rules and objects before the real API server and before <see cref="CrdRules"/>: verdicts and messages are equal.</summary>
public sealed partial class CelOnRealServerTests(ITestOutputHelper output)
{
    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    [SkippableFact]
    public async Task Expressions_give_the_same_values_or_errors()
    {
        await using var server = await RealApiServer.StartAsync();
        using var client = Client(server);
        var differences = new List<string>();
        var total = await CompareAsync(client, "texts", [.. CelCases.Texts.Select(text => new JsonObject { ["rule"] = "false", ["messageExpression"] = text })], differences);
        total += await CompareAsync(client, "conditions", [.. CelCases.Conditions.Select(text => new JsonObject { ["rule"] = text })], differences);
        output.WriteLine($"expressions: {total - differences.Count} of {total} equal");
        differences.ForEach(output.WriteLine);
        differences.ShouldBeEmpty();
    }

    /// <summary>One property for each rule, all of the same schema and value; those that do not compile are compared and then left out.</summary>
    private static async Task<int> CompareAsync(HttpClient client, string name, List<JsonObject> rules, List<string> differences)
    {
        var refused = Errors(await PostAsync(client, Definitions, Definition(name, rules)));
        var problems = CrdRules.Compile(SpecSchema(rules)).Problems
            .Select(problem => KeyValuePair.Create(Property(problem.Path), problem.Message)).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.First().Value);
        var bad = refused.Keys.Select(Property).Where(key => key.Length > 0).ToHashSet();
        for (var i = 0; i < rules.Count; i++)
        {
            var real = refused.FirstOrDefault(error => Property(error.Key) == $"c{i}").Value;
            if ((real is null) != !problems.ContainsKey($"c{i}"))
                differences.Add($"{Text(rules[i])}: real {real ?? "compiles"}, ours {problems.GetValueOrDefault($"c{i}") ?? "compiles"}");
            else if (real is not null && !real.EndsWith("}: " + problems[$"c{i}"], StringComparison.Ordinal))
                differences.Add($"{Text(rules[i])}: real {real}, ours {problems[$"c{i}"]}");
        }

        var good = rules.Select((rule, index) => bad.Contains($"c{index}") || problems.ContainsKey($"c{index}") ? null : rule).ToList();
        var definition = await PostAsync(client, Definitions, Definition(name, good));
        ((int?)definition["code"]).ShouldBeNull(definition.ToString());
        await CompareObjectAsync(client, name, good, differences);
        return rules.Count;
    }

    private static async Task CompareObjectAsync(HttpClient client, string name, List<JsonObject?> rules, List<string> differences)
    {
        var value = new JsonObject
        {
            ["apiVersion"] = "cel.example.com/v1",
            ["kind"] = Kind(name),
            ["metadata"] = new JsonObject { ["name"] = "x" },
            ["spec"] = new JsonObject(rules.Select((_, index) => KeyValuePair.Create($"c{index}", JsonNode.Parse(CelCases.Value)))),
        };
        JsonObject answer = [];
        // Until the definition is served; no object of these tests is accepted.
        for (var attempt = 0; attempt < 2400 && (int?)answer["code"] != 422; attempt++)
        {
            await Task.Delay(attempt == 0 ? 0 : 50);
            answer = await PostAsync(client, $"/apis/cel.example.com/v1/namespaces/default/{name}", value);
        }

        ((int?)answer["code"]).ShouldBe(422, answer.ToString());
        var real = Errors(answer);
        var ours = CrdRules.Compile(SpecSchema(rules)).Validate((JsonObject)value["spec"]!, null)
            .ToDictionary(violation => "spec." + violation.Path, violation => $"Invalid value: \"{violation.Type}\": {violation.Message}");
        for (var i = 0; i < rules.Count; i++)
        {
            var (expected, actual) = (real.GetValueOrDefault($"spec.c{i}"), ours.GetValueOrDefault($"spec.c{i}"));
            if (rules[i] is not null && expected != actual)
                differences.Add($"{Text(rules[i]!)}: real {expected ?? "holds"}, ours {actual ?? "holds"}");
        }
    }

    private static HttpClient Client(RealApiServer server)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.ImportFromPemFile(server.CertificateFile);
        var client = new HttpClient(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = trust } }) { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
        return client;
    }

    private static string Text(JsonObject rule) => (string?)rule["messageExpression"] ?? (string)rule["rule"]!;

    private static string Kind(string plural) => char.ToUpperInvariant(plural[0]) + plural[1..];

    private static string Property(string path) => path.Split("properties[").LastOrDefault() is { } rest && rest.StartsWith('c') ? rest.Split(']')[0] : "";

    private static Dictionary<string, string> Errors(JsonObject status)
    {
        var errors = new Dictionary<string, string>();
        foreach (var cause in (status["details"]?["causes"] as JsonArray ?? []).OfType<JsonObject>())
            errors.TryAdd((string?)cause["field"] ?? "", TypeNames().Replace((string)cause["message"]!, "object"));
        return errors;
    }

    private static JsonObject SpecSchema(IReadOnlyList<JsonObject?> rules) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(rules.Select((rule, index) =>
        {
            var schema = JsonNode.Parse(CelCases.Schema)!.AsObject();
            if (rule is not null)
                schema["x-kubernetes-validations"] = new JsonArray(rule.DeepClone());
            return KeyValuePair.Create($"c{index}", (JsonNode?)schema);
        })),
    };

    private static JsonObject Definition(string plural, IReadOnlyList<JsonObject?> rules) => new()
    {
        ["apiVersion"] = "apiextensions.k8s.io/v1",
        ["kind"] = "CustomResourceDefinition",
        ["metadata"] = new JsonObject { ["name"] = $"{plural}.cel.example.com" },
        ["spec"] = new JsonObject
        {
            ["group"] = "cel.example.com",
            ["scope"] = "Namespaced",
            ["names"] = new JsonObject { ["plural"] = plural, ["kind"] = Kind(plural), ["singular"] = plural + "1" },
            ["versions"] = new JsonArray(new JsonObject
            {
                ["name"] = "v1",
                ["served"] = true,
                ["storage"] = true,
                ["schema"] = new JsonObject { ["openAPIV3Schema"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["spec"] = SpecSchema(rules) } } },
            }),
        },
    };

    private static async Task<JsonObject> PostAsync(HttpClient client, string path, JsonObject body)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        var text = await response.Content.ReadAsStringAsync();
        return response.StatusCode == HttpStatusCode.NotFound ? new JsonObject { ["code"] = 404 } : JsonNode.Parse(text)!.AsObject();
    }

    /// <summary>The server numbers the types of objects anew each time.</summary>
    [GeneratedRegex(@"selfType\d+(\.[\w@]+)*", RegexOptions.ExplicitCapture)]
    private static partial Regex TypeNames();
}
