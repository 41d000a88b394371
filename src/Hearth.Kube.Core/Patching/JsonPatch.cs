using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Hearth.Kube.Core.Patching;

/// <summary>JSON patch, RFC 6902: a list of operations that all apply or none does.</summary>
public static class JsonPatch
{
    private const int MostOperations = 10_000;

    // Copies of copies would fill any memory.
    private const long MostCopied = 3 * 1024 * 1024;

    /// <summary>Applies the operations to a copy of <paramref name="target"/> and answers it.</summary>
    /// <exception cref="PatchException">An operation is malformed, or its path is not there.</exception>
    public static JsonNode? Apply(JsonNode target, JsonNode? patch)
    {
        if (patch is null)
            return target.DeepClone();
        if (patch is not JsonArray operations)
            throw new PatchException($"error decoding patch: json: cannot unmarshal {JsonKind.Of(patch)} into Go value of type []handlers.jsonPatchOp");
        if (operations.Count > MostOperations)
            throw new PatchException($"The allowed maximum operations in a JSON patch is {MostOperations}, got {operations.Count}");
        var document = new JsonObject { [""] = target.DeepClone() };
        var copied = 0L;
        var deepest = JsonDepth.Of(document);
        foreach (var operation in operations)
        {
            // Nothing is an operation without fields.
            var fields = operation is null ? [] : operation as JsonObject
                ?? throw new PatchException($"error decoding patch: json: cannot unmarshal {JsonKind.Of(operation)} into Go value of type handlers.jsonPatchOp");
            Apply(document, fields, ref copied);
            // Values moved into each other become deeper than any that was read. Only where that may be so the document is looked through.
            deepest += Deepens(fields);
            if (deepest > JsonDepth.Most + 1 && (deepest = JsonDepth.Of(document)) > JsonDepth.Most + 1)
                throw new PatchException("exceeded max depth", isMalformed: false);
        }

        var result = document[""];
        document.Remove("");
        return result;
    }

    private static void Apply(JsonObject document, JsonObject operation, ref long copied)
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
                Add(document, path, Copy(Find(document, From(operation), "copy"), ref copied));
                break;
            case "test":
                Test(document, path, operation["value"]);
                break;
            default:
                throw new PatchException($"Unexpected kind: {name}", isMalformed: false);
        }
    }

    private static JsonNode? Copy(JsonNode? value, ref long copied)
    {
        copied += Encoding.UTF8.GetByteCount(value?.ToJsonString() ?? "null");
        if (copied > MostCopied)
            throw new PatchException($"Unable to copy, the accumulated size increase of copy is {copied}, exceeding the limit {MostCopied}", isMalformed: false);
        return value?.DeepClone();
    }

    /// <summary>How much deeper an operation makes the document at the most: what is deepest comes to lie below its path.</summary>
    private static int Deepens(JsonObject operation) => (Text(operation, "path") ?? "").Count(letter => letter == '/') + JsonDepth.Of(operation["value"]);

    private static string From(JsonObject operation) =>
        Text(operation, "from") ?? throw new PatchException("missing operation from: missing required field", isMalformed: false);

    private static JsonNode? Value(JsonObject operation) => operation["value"]?.DeepClone();

    private static void Test(JsonObject document, string path, JsonNode? expected)
    {
        if (!IsSame(Find(document, path, "test"), expected))
            throw new PatchException($"testing value {path} failed: test failed", isMalformed: false);
    }

    /// <summary>Numbers are the same where they are written the same.</summary>
    private static bool IsSame(JsonNode? found, JsonNode? expected) => found is JsonValue && expected is JsonValue
        ? found.ToJsonString() == expected.ToJsonString()
        : JsonNode.DeepEquals(found, expected);

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
                throw new PatchException($"error in {operation} for path: '{path}': Unable to remove nonexistent key: {last}: missing value", isMalformed: false);
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
            throw new PatchException($"error in {operation} for path: '{path}': Unable to access invalid index: {part}: invalid index referenced", isMalformed: false);
        }

        return index;
    }

    private static PatchException Missing(string operation, string path) =>
        new($"{operation} operation does not apply: {(operation == "test" ? "" : "doc ")}is missing {(operation is "move" or "copy" ? "from " : "")}path: {(operation is "add" or "remove" ? $"\"{path}\"" : path)}: missing value", isMalformed: false);

    private static string? Text(JsonObject operation, string name) =>
        operation[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
