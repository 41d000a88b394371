using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.CustomResources;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Tables;

/// <summary>The printer columns of a custom resource.</summary>
internal static class CustomColumns
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
                return found[0].Text is { } time ? Ages.Since(time, now) : JsonValue.Create("<unknown>");
            case "integer":
                return found[0].Number is { } whole ? JsonValue.Create(whole) : null;
            case "number":
                return found[0]?.DeepClone();
            case "boolean":
                return found[0].Flag is { } flag ? JsonValue.Create(flag) : null;
            default:
                return JsonValue.Create(string.Join(",", found.Select(Show)));
        }
    }

    private static string Show(JsonNode? value) => value switch
    {
        null => "<nil>",
        _ when value.Text is { } text => text,
        _ => value.ToJsonString(Json.Plain),
    };
}
