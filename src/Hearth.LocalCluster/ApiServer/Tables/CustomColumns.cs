using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hearth.LocalCluster.ApiServer.CustomResources;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Tables;

/// <summary>The printer columns of a custom resource.</summary>
internal static partial class CustomColumns
{
    private static readonly Column s_name = new("Name", "string", "name", "Name must be unique within a namespace.", 0, (value, _) => value.Map("metadata")?.Text("name"));
    private static readonly Column s_age = new("Age", "date", "", "Time at which the object was created.", 0, Ages.Age);

    public static IReadOnlyList<Column> For(CustomResource resource)
    {
        if (resource.PrinterColumns is not { Count: > 0 } stated)
            return [s_name, s_age];
        var columns = new List<Column> { s_name };
        foreach (var column in stated.OfType<JsonObject>())
        {
            var path = JsonPath.Parse(column.Text("jsonPath") ?? "");
            var type = column.Text("type") ?? "string";
            columns.Add(new Column(
                column.Text("name") ?? "",
                type,
                column.Text("format") ?? "",
                column.Text("description") ?? $"Custom resource definition column (in JSONPath format): {column.Text("jsonPath")}",
                (int)(column["priority"].Number ?? 0),
                (value, now) => Cell(path, type, value, now)));
        }

        return columns;
    }

    private static JsonNode? Cell(JsonPath path, string type, JsonObject value, DateTimeOffset now)
    {
        var found = path.Find(value).ToList();
        if (found.Count == 0)
            return null;
        switch (type)
        {
            case "date":
                return found[0].Text is { } time ? Date(time, now) : null;
            case "integer":
                return found[0] is JsonValue whole && found[0].Text is null && found[0].Flag is null ? JsonValue.Create(found[0].Number ?? (long)Math.Truncate(whole.GetValue<double>())) : null;
            case "number":
                return found[0] is JsonValue && found[0].Text is null && found[0].Flag is null ? found[0]!.DeepClone() : null;
            case "boolean":
                return found[0].Flag is { } flag ? JsonValue.Create(flag) : null;
            default:
                // Of several values the first is shown.
                return JsonValue.Create(Show(found[0]));
        }
    }

    private static JsonNode Date(string time, DateTimeOffset now)
    {
        if (time is "" or "null")
            return "<unknown>";
        return Rfc3339().IsMatch(time) ? Ages.Since(time, now) : "<invalid>";
    }

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.,][0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rfc3339();

    private static string Show(JsonNode? value) => value switch
    {
        null => "<nil>",
        _ when value.Text is { } text => text,
        _ => InHtml(Json.Sorted(value)!.ToJsonString(Json.Plain)),
    };

    /// <summary>Go's JSON can stand in a page.</summary>
    private static string InHtml(string json) =>
        json.Replace("<", "\\u003c", StringComparison.Ordinal).Replace(">", "\\u003e", StringComparison.Ordinal).Replace("&", "\\u0026", StringComparison.Ordinal);
}
