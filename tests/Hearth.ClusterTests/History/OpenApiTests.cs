using System.Net;
using System.Text.Json;
using Hearth.History;
using Hearth.Testing;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.History;

/// <summary>The document of <c>/api/v2</c> and the API say the same.</summary>
public class OpenApiTests
{
    private const string Attempted = "app-attempted";

    [SkippableFact]
    public async Task Every_path_of_the_document_answers_as_its_schema_says()
    {
        using var logs = await LogsAsync();
        await using var server = await StartAsync(logs);
        using var client = new HttpClient { BaseAddress = server.Address };
        using var document = JsonDocument.Parse(await client.GetStringAsync("/api/v2/openapi.json"));
        document.RootElement.GetProperty("openapi").GetString().ShouldBe("3.0.3");
        var paths = document.RootElement.GetProperty("paths").EnumerateObject().ToList();
        paths.Count.ShouldBe(19);
        paths.Select(p => p.Value.GetProperty("get").GetProperty("operationId").GetString()).ShouldBeUnique();
        foreach (var path in paths)
        {
            var operation = path.Value.GetProperty("get");
            InPath(operation).Order().ShouldBe(path.Name.Split('/').Where(s => s.StartsWith('{')).Select(s => s.Trim('{', '}')).Order(), path.Name);
            using var answer = JsonDocument.Parse(await client.GetStringAsync("/api/v2" + Filled(path.Name)));
            var schema = operation.GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("schema");
            new SchemaCheck(document.RootElement).Problems(schema, answer.RootElement, path.Name).ShouldBeEmpty();
        }

        static IEnumerable<string> InPath(JsonElement operation) =>
            operation.GetProperty("parameters").EnumerateArray().Where(p => p.GetProperty("in").GetString() == "path").Select(p => p.GetProperty("name").GetString()!);
    }

    [SkippableFact]
    public async Task Every_parameter_takes_what_the_document_allows_and_nothing_else()
    {
        using var logs = await LogsAsync();
        await using var server = await StartAsync(logs);
        using var client = new HttpClient { BaseAddress = server.Address };
        using var document = JsonDocument.Parse(await client.GetStringAsync("/api/v2/openapi.json"));
        foreach (var path in document.RootElement.GetProperty("paths").EnumerateObject())
        {
            foreach (var parameter in path.Value.GetProperty("get").GetProperty("parameters").EnumerateArray().Where(p => p.GetProperty("in").GetString() == "query"))
            {
                var name = parameter.GetProperty("name").GetString();
                var schema = parameter.GetProperty("schema");
                var address = $"/api/v2{Filled(path.Name)}?{name}=";
                foreach (var right in Right(schema))
                    (await StatusAsync(client, address + right)).ShouldBe(HttpStatusCode.OK, address + right);
                foreach (var wrong in Wrong(schema))
                    (await StatusAsync(client, address + wrong)).ShouldBe(HttpStatusCode.BadRequest, address + wrong);
            }
        }
    }

    [SkippableFact]
    public async Task Pages_have_totals_order_and_nothing_twice()
    {
        using var logs = await LogsAsync();
        await using var server = await StartAsync(logs);
        using var client = new HttpClient { BaseAddress = server.Address };
        var all = new List<long>();
        for (var page = 1; page <= 4; page++)
        {
            using var answer = JsonDocument.Parse(await client.GetStringAsync($"/api/v2/applications/{BrowserFixture.Rich}/jobs?page={page}&size=10&sort=jobId&desc=false"));
            answer.RootElement.GetProperty("total").GetInt64().ShouldBe(37);
            all.AddRange(answer.RootElement.GetProperty("items").EnumerateArray().Select(j => j.GetProperty("jobId").GetInt64()));
        }

        all.ShouldBe(Enumerable.Range(0, 37).Select(i => (long)i));
        using var failed = JsonDocument.Parse(await client.GetStringAsync($"/api/v2/applications/{BrowserFixture.Rich}/jobs?status=FAILED"));
        failed.RootElement.GetProperty("items").EnumerateArray().Select(j => j.GetProperty("jobId").GetInt64()).ShouldBe([30, 8]);
        using var slow = JsonDocument.Parse(await client.GetStringAsync($"/api/v2/applications/{BrowserFixture.Rich}/stages/53/0/tasks?sort=duration&desc=true&size=3"));
        var durations = slow.RootElement.GetProperty("items").EnumerateArray().Select(t => t.GetProperty("duration").GetInt64()).ToList();
        durations.ShouldBe(durations.OrderDescending());
    }

    [SkippableFact]
    public async Task What_is_wrong_is_told_as_a_problem()
    {
        using var logs = await LogsAsync();
        await using var server = await StartAsync(logs);
        using var client = new HttpClient { BaseAddress = server.Address };
        foreach (var (path, status, words) in ((string, int, string)[])
            [
                ("nope", 404, "openapi.json"), ("applications/nope/jobs", 404, "no such app: nope"), ($"applications/{Attempted}/7/jobs", 404, "no such app: app-attempted/7"),
                ($"applications/{BrowserFixture.Rich}/stages/99/0/tasks", 404, "no attempt 0 of stage 99"), ($"applications/{BrowserFixture.Rich}/jobs?size=0", 400, "size must be"),
                ($"applications/{BrowserFixture.Rich}/jobs?sort=stageIds", 400, "sort must be one of jobId"),
            ])
        {
            using var answer = await client.GetAsync("/api/v2/" + path);
            ((int)answer.StatusCode).ShouldBe(status, path);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
            using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            problem.RootElement.GetProperty("detail").GetString()!.ShouldContain(words);
        }
    }

    private static string Filled(string path) => path
        .Replace("{id}", path.Contains("{attempt}", StringComparison.Ordinal) ? Attempted : BrowserFixture.Rich, StringComparison.Ordinal)
        .Replace("{attempt}", "1", StringComparison.Ordinal).Replace("{stageId}", "53", StringComparison.Ordinal).Replace("{stageAttempt}", "0", StringComparison.Ordinal);

    private static IEnumerable<string> Right(JsonElement schema)
    {
        if (schema.TryGetProperty("enum", out var values))
            return values.EnumerateArray().Select(v => v.GetString()!);
        return schema.GetProperty("type").GetString() switch
        {
            "boolean" => ["true", "false"],
            "integer" => [schema.GetProperty("minimum").ToString(), schema.TryGetProperty("maximum", out var most) ? most.ToString() : "1795227378000"],
            _ => ["x", "%3Cscript%3E"],
        };
    }

    private static IEnumerable<string> Wrong(JsonElement schema)
    {
        if (schema.TryGetProperty("enum", out _))
            return ["nothing-like-it"];
        return schema.GetProperty("type").GetString() switch
        {
            "boolean" => ["maybe"],
            "integer" => ["x", "1.5", "-1", "99999999999999999999", .. schema.TryGetProperty("maximum", out var most) ? (string[])[(most.GetInt64() + 1).ToString()] : []],
            _ => [],
        };
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(address);
        return answer.StatusCode;
    }

    private static async Task<TemporaryLogs> LogsAsync()
    {
        var rich = await File.ReadAllTextAsync(Shared.Path("golden", "history", "4.3.0", "logs", "rich-cluster", BrowserFixture.Rich));
        var logs = new TemporaryLogs();
        logs.Write(BrowserFixture.Rich, rich);
        logs.Write(Attempted + "_1", rich.Replace($"\"App ID\":\"{BrowserFixture.Rich}\"", $"\"App ID\":\"{Attempted}\",\"App Attempt ID\":\"1\"", StringComparison.Ordinal));
        return logs;
    }

    private static Task<HistoryServer> StartAsync(TemporaryLogs logs) => HistoryServer.StartAsync(
        new HistoryOptions { LogDirectories = [logs.Path], Port = 0 }, TimeProvider.System, _ => { }, CancellationToken.None);

    /// <summary>The part of JSON Schema that the document uses.</summary>
    private sealed class SchemaCheck(JsonElement document)
    {
        public IEnumerable<string> Problems(JsonElement schema, JsonElement value, string at)
        {
            if (schema.TryGetProperty("$ref", out var reference))
                schema = reference.GetString()!.TrimStart('#', '/').Split('/').Aggregate(document, (json, name) => json.GetProperty(name));
            return schema.GetProperty("type").GetString() switch
            {
                "object" => Object(schema, value, at),
                "array" => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().SelectMany((item, i) => Problems(schema.GetProperty("items"), item, $"{at}[{i}]")) : [at + " is no array"],
                "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _) ? [] : [at + " is no whole number"],
                "number" => value.ValueKind == JsonValueKind.Number ? [] : [at + " is no number"],
                "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? [] : [at + " is no boolean"],
                _ => value.ValueKind == JsonValueKind.String ? [] : [at + " is no text"],
            };
        }

        private IEnumerable<string> Object(JsonElement schema, JsonElement value, string at)
        {
            if (value.ValueKind != JsonValueKind.Object)
                return [at + " is no object"];
            var known = schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().ToDictionary(p => p.Name, p => p.Value) : [];
            var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(n => n.GetString()!) : [];
            var others = schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind == JsonValueKind.Object ? more : (JsonElement?)null;
            return required.Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{at} lacks {name}").Concat(value.EnumerateObject().SelectMany(member =>
                known.TryGetValue(member.Name, out var of) ? Problems(of, member.Value, $"{at}.{member.Name}")
                : others is { } any ? Problems(any, member.Value, $"{at}.{member.Name}")
                : [$"{at} has {member.Name}, which the document does not know"]));
        }
    }
}
