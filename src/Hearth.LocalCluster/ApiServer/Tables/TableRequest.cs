using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Reading;
using Hearth.LocalCluster.ApiServer.Resources;

namespace Hearth.LocalCluster.ApiServer.Tables;

/// <summary>A request that asks for rows instead of objects, as <c>kubectl get</c> does.</summary>
internal sealed class TableRequest(string include, string version, DateTimeOffset now)
{
    /// <summary>Null where the client wants objects.</summary>
    public static TableRequest? From(RequestInfo request)
    {
        if (request.Form.As != "Table")
            return null;
        var time = (TimeProvider?)request.Context.RequestServices?.GetService(typeof(TimeProvider)) ?? TimeProvider.System;
        var include = request.Query("includeObject") ?? "";
        if (include is not ("" or "None" or "Metadata" or "Object"))
            throw ApiException.BadRequest($"Unable to convert to Table as requested: {FieldError.Invalid("includeObject", include, "must be 'Metadata', 'Object', 'None', or empty")}");
        return new TableRequest(include, "meta.k8s.io/" + request.Form.Version, time.GetUtcNow());
    }

    public JsonObject Render(ApiResource resource, IReadOnlyList<JsonObject> objects, ListPage? page, string resourceVersion, bool withColumns = true)
    {
        var columns = Columns.For(resource);
        var metadata = new JsonObject();
        if (resourceVersion.Length > 0)
            metadata["resourceVersion"] = resourceVersion;
        if (page?.Continue is { } next)
            metadata["continue"] = next;
        if (page?.Remaining is { } remaining)
            metadata["remainingItemCount"] = remaining;
        var rows = new JsonArray([.. objects.Select(JsonNode (value) => Row(columns, value))]);
        // Kinds without columns of their own have no rows where there is nothing, not an empty list of them.
        var isPlain = resource.Custom is null && columns.Count == 2 && columns[1].Type == "date";
        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = version,
            ["metadata"] = metadata,
            ["columnDefinitions"] = withColumns ? Definitions(columns) : null,
            ["rows"] = rows.Count == 0 && isPlain ? null : rows,
        };
    }

    private static JsonArray Definitions(IReadOnlyList<Column> columns) => [.. columns.Select(JsonNode (column) => new JsonObject
    {
        ["name"] = column.Name,
        ["type"] = column.Type,
        ["format"] = column.Format,
        ["description"] = column.Description,
        ["priority"] = column.Priority,
    })];

    private JsonObject Row(IReadOnlyList<Column> columns, JsonObject value)
    {
        var row = new JsonObject { ["cells"] = new JsonArray([.. columns.Select(column => column.Cell(value, now))]) };
        var conditions = RowConditions.Of(value);
        if (conditions is not null)
            row["conditions"] = conditions;
        row["object"] = include switch
        {
            "None" => null,
            "Object" => value.DeepClone(),
            _ => new JsonObject { ["kind"] = "PartialObjectMetadata", ["apiVersion"] = version, ["metadata"] = value["metadata"]?.DeepClone() },
        };
        return row;
    }
}

/// <summary>One column of a table.</summary>
/// <param name="Priority">0 is always shown, 1 with <c>-o wide</c>.</param>
internal sealed record Column(string Name, string Type, string Format, string Description, int Priority, Func<JsonObject, DateTimeOffset, JsonNode?> Cell);
