using System.Globalization;
using System.Text.Json.Nodes;

namespace Hearth.Kube.Core.Patching;

/// <summary>JSON patch, RFC 6902: a list of operations that all apply or none does.</summary>
public static class JsonPatch
{
    private const int MostOperations = 10_000;

    /// <summary>Applies the operations to a copy of <paramref name="target"/> and answers it.</summary>
    /// <exception cref="PatchException">An operation is malformed, or its path is not there.</exception>
    public static JsonNode? Apply(JsonNode target, JsonNode? patch)
    {
        if (patch is not JsonArray operations)
            throw new PatchException("error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp");
        if (operations.Count > MostOperations)
            throw new PatchException($"The allowed maximum operations in a JSON patch is {MostOperations}, got {operations.Count}");
        var document = new JsonObject { [""] = target.DeepClone() };
        foreach (var operation in operations)
            Apply(document, operation as JsonObject ?? throw new PatchException("error decoding patch: an operation is no object"));
        var result = document[""];
        document.Remove("");
        return result;
    }

    private static void Apply(JsonObject document, JsonObject operation)
    {
        var name = Text(operation, "op");
        var path = Text(operation, "path") ?? throw new PatchException("missing operation path: missing required field", isMalformed: false);
        switch (name)
        {
            case "add":
                Add(document, path, Value(operation));
                break;
            case "remove":
                Remove(document, path, "remove");
                break;
            case "replace":
                Find(document, path, "replace");
                Replace(document, path, Value(operation));
                break;
            case "move":
                Add(document, path, Remove(document, From(operation), "move"));
                break;
            case "copy":
                Add(document, path, Find(document, From(operation), "copy")?.DeepClone());
                break;
            case "test":
                Test(document, path, operation["value"]);
                break;
            default:
                throw new PatchException($"Unexpected kind: {name}", isMalformed: false);
        }
    }

    private static string From(JsonObject operation) =>
        Text(operation, "from") ?? throw new PatchException("missing operation from: missing required field", isMalformed: false);

    private static JsonNode? Value(JsonObject operation) => operation["value"]?.DeepClone();

    private static void Test(JsonObject document, string path, JsonNode? expected)
    {
        if (!JsonNode.DeepEquals(Find(document, path, "test"), expected))
            throw new PatchException($"testing value {path} failed: test failed", isMalformed: false);
    }

    private static void Add(JsonObject document, string path, JsonNode? value)
    {
        var (parent, last) = Parent(document, path, "add");
        if (parent is JsonObject map)
            map[last] = value;
        else if (parent is JsonArray list && last == "-")
            list.Add(value);
        else if (parent is JsonArray array)
            array.Insert(Index(array, last, path, "add", array.Count), value);
        else
            throw Missing("add", path);
    }

    private static void Replace(JsonObject document, string path, JsonNode? value)
    {
        var (parent, last) = Parent(document, path, "replace");
        if (parent is JsonObject map)
            map[last] = value;
        else if (parent is JsonArray list)
            list[Index(list, last, path, "replace", list.Count - 1)] = value;
    }

    private static JsonNode? Remove(JsonObject document, string path, string operation)
    {
        var (parent, last) = Parent(document, path, operation);
        JsonNode? removed;
        if (parent is JsonObject map)
        {
            if (!map.TryGetPropertyValue(last, out removed))
                throw new PatchException($"{operation} operation for path: \"{path}\": Unable to {operation} nonexistent key: {last}: missing value", isMalformed: false);
            map.Remove(last);
        }
        else if (parent is JsonArray list)
        {
            var index = Index(list, last, path, operation, list.Count - 1);
            removed = list[index];
            list.RemoveAt(index);
        }
        else
        {
            throw Missing(operation, path);
        }

        return removed;
    }

    /// <summary>The value at a path. As in the library of real servers a map answers null for what it does not have: it can be replaced, copied and tested.</summary>
    private static JsonNode? Find(JsonObject document, string path, string operation)
    {
        var (parent, last) = Parent(document, path, operation);
        if (parent is JsonObject map)
            return map[last];
        if (parent is JsonArray list)
            return list[Index(list, last, path, operation, list.Count - 1)];
        throw Missing(operation, path);
    }

    private static (JsonNode? Parent, string Last) Parent(JsonObject document, string path, string operation)
    {
        if (path.Length == 0)
            return (document, "");
        if (path[0] != '/')
            throw Missing(operation, path);
        var parts = path.Split('/');
        JsonNode? at = document[""];
        for (var i = 1; i < parts.Length - 1; i++)
        {
            var part = Unescape(parts[i]);
            at = at switch
            {
                JsonObject map => map[part],
                JsonArray list => list[Index(list, part, path, operation, list.Count - 1)],
                _ => null,
            };
            if (at is null)
                throw Missing(operation, path);
        }

        return (at, Unescape(parts[^1]));
    }

    private static string Unescape(string part) => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private static int Index(JsonArray list, string part, string path, string operation, int most)
    {
        if (!int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
            throw Missing(operation, path);
        if (index < 0)
            index += list.Count;
        if (index < 0 || index > most)
        {
            throw new PatchException(
                $"{operation} operation does not apply: doc is missing path: {path}: Unable to access invalid index: {part}: invalid index referenced", isMalformed: false);
        }

        return index;
    }

    private static PatchException Missing(string operation, string path) =>
        new($"{operation} operation does not apply: doc is missing path: \"{path}\": missing value", isMalformed: false);

    private static string? Text(JsonObject operation, string name) =>
        operation[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
