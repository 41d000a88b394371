using System.Text.Json;

namespace Hearth.History.Rest.V2;

/// <summary>The OpenAPI document of <c>/api/v2</c>, written from its routes and shapes.</summary>
internal static class OpenApi
{
    private static readonly Parameter s_id = new("id", "The application's id.", Example: "app-20260101000000-0000");
    private static readonly Parameter s_attempt = new("attempt", "The attempt, for applications that have several.", Example: "1");
    private static readonly Parameter[] s_numbers =
        [new("stageId", "The stage's number.", "integer", Least: 0, Example: "0"), new("stageAttempt", "The attempt of the stage, from 0.", "integer", Least: 0, Example: "0")];

    public static void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("openapi", "3.0.3");
        Object(json, "info", () =>
        {
            json.WriteString("title", "Hearth history server");
            json.WriteString("version", "2");
            json.WriteString("description", "What Spark's own /api/v1 cannot say: pages with totals, timelines, summaries, and what of a log could not be read. Times are ms since 1970 (UTC), durations ms, sizes bytes; what is not known is left out.");
        });
        Array(json, "servers", () => Object(json, null, () => json.WriteString("url", "../v2")));
        Array(json, "security", () =>
        {
            Object(json, null, () => { });
            Object(json, null, () => Array(json, "bearer", () => { }));
        });
        Object(json, "paths", () => Paths(json));
        Object(json, "components", () =>
        {
            Object(json, "securitySchemes", () => Object(json, "bearer", () =>
            {
                json.WriteString("type", "http");
                json.WriteString("scheme", "bearer");
            }));
            Object(json, "schemas", () => Schemas(json));
        });
        json.WriteEndObject();
    }

    /// <summary>Every path with its parameters, for the document and for people.</summary>
    public static IEnumerable<(string Path, string Summary, IShape Shape, bool IsPaged, Parameter[] InPath, Parameter[] InQuery)> Operations()
    {
        yield return ("/applications", "Applications, by attempt", Shapes.Listed, true, [], Routes.Applications.Parameters);
        foreach (var route in Routes.OfApplication)
        {
            var below = route.Path.Length == 0 ? "" : "/" + route.Path;
            Parameter[] numbers = [.. s_numbers.Where(n => route.Path.Contains($"{{{n.Name}}}", StringComparison.Ordinal))];
            yield return ("/applications/{id}" + below, route.Summary, route.Shape, route.IsPaged, [s_id, .. numbers], route.Parameters);
            yield return ("/applications/{id}/{attempt}" + below, route.Summary + ", of a named attempt", route.Shape, route.IsPaged, [s_id, s_attempt, .. numbers], route.Parameters);
        }
    }

    private static void Paths(Utf8JsonWriter json)
    {
        foreach (var operation in Operations())
        {
            Object(json, operation.Path, () => Object(json, "get", () =>
            {
                json.WriteString("operationId", "get" + string.Concat(operation.Path.Split('/', '{', '}').Where(p => p.Length > 0).Select(p => char.ToUpperInvariant(p[0]) + p[1..])));
                json.WriteString("summary", operation.Summary);
                Array(json, "parameters", () =>
                {
                    foreach (var parameter in operation.InPath)
                        WriteParameter(json, parameter, "path");
                    foreach (var parameter in operation.InQuery)
                        WriteParameter(json, parameter, "query");
                });
                Object(json, "responses", () =>
                {
                    Response(json, "200", "The answer.", "application/json", () => WriteResult(json, operation.Shape, operation.IsPaged));
                    if (operation.InQuery.Length > 0)
                        Response(json, "400", "A parameter is wrong.", "application/problem+json", () => Reference(json, "Problem"));
                    Response(json, "401", "A token is needed, or this one is not accepted.", "text/plain", () => json.WriteString("type", "string"));
                    if (operation.InPath.Length > 0)
                    {
                        Response(json, "403", "The application's view ACLs do not name this user.", "application/problem+json", () => Reference(json, "Problem"));
                        Response(json, "404", "There is no such application, attempt or stage.", "application/problem+json", () => Reference(json, "Problem"));
                        Response(json, "503", "The event log cannot be read now.", "application/problem+json", () => Reference(json, "Problem"));
                    }
                });
            }));
        }
    }

    private static void WriteParameter(Utf8JsonWriter json, Parameter parameter, string place) => Object(json, null, () =>
    {
        json.WriteString("name", parameter.Name);
        json.WriteString("in", place);
        if (place == "path")
            json.WriteBoolean("required", true);
        json.WriteString("description", parameter.Meaning);
        Object(json, "schema", () =>
        {
            json.WriteString("type", parameter.Type);
            if (parameter.Type == "integer")
                json.WriteString("format", "int64");
            json.Number("minimum", parameter.Least);
            json.Number("maximum", parameter.Most);
            if (parameter.Default is { } missing)
                Value(json, "default", parameter.Type, missing);
            if (parameter.Values is { } values && parameter.Type == "string")
                json.Texts("enum", values);
        });
        if (parameter.Example is { } example)
            Value(json, "example", parameter.Type, example);
    });

    private static void WriteResult(Utf8JsonWriter json, IShape shape, bool isPaged)
    {
        if (!isPaged)
        {
            Reference(json, shape.Name);
            return;
        }

        json.WriteString("type", "object");
        Object(json, "properties", () =>
        {
            foreach (var (name, meaning) in ((string, string)[])[("total", "Rows in all."), ("page", "This page, from 1."), ("size", "Most rows of a page.")])
            {
                Object(json, name, () =>
                {
                    json.WriteString("type", "integer");
                    json.WriteString("description", meaning);
                });
            }

            Object(json, "items", () =>
            {
                json.WriteString("type", "array");
                Object(json, "items", () => Reference(json, shape.Name));
            });
        });
        json.Texts("required", ["total", "page", "size", "items"]);
    }

    private static void Schemas(Utf8JsonWriter json)
    {
        foreach (var shape in Shapes.All)
            shape.WriteSchema(json);
        Object(json, "Problem", () =>
        {
            json.WriteString("type", "object");
            json.WriteString("description", "What is wrong with a request (RFC 9457).");
            Object(json, "properties", () =>
            {
                Object(json, "status", () => json.WriteString("type", "integer"));
                Object(json, "detail", () => json.WriteString("type", "string"));
            });
            json.Texts("required", ["status", "detail"]);
        });
    }

    private static void Response(Utf8JsonWriter json, string status, string meaning, string type, Action schema) => Object(json, status, () =>
    {
        json.WriteString("description", meaning);
        Object(json, "content", () => Object(json, type, () => Object(json, "schema", schema)));
    });

    private static void Reference(Utf8JsonWriter json, string schema) => json.WriteString("$ref", "#/components/schemas/" + schema);

    private static void Value(Utf8JsonWriter json, string name, string type, string value)
    {
        if (type == "string")
            json.WriteString(name, value);
        else if (type == "boolean")
            json.WriteBoolean(name, value == "true");
        else
            json.WriteNumber(name, long.Parse(value, System.Globalization.CultureInfo.InvariantCulture));
    }

    private static void Object(Utf8JsonWriter json, string? name, Action members)
    {
        if (name is null)
            json.WriteStartObject();
        else
            json.WriteStartObject(name);
        members();
        json.WriteEndObject();
    }

    private static void Array(Utf8JsonWriter json, string name, Action items)
    {
        json.WriteStartArray(name);
        items();
        json.WriteEndArray();
    }
}
