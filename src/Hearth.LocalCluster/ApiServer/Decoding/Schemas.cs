using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;

namespace Hearth.LocalCluster.ApiServer.Decoding;

/// <summary>
/// The types of the built-in API, read from <c>Facts/schemas.txt</c>: a type a paragraph, a field a line, in the form
/// <c>name type [go=name] [!] [+] [*] [#n] [=default] [list=map:keys|set|atomic] [map=atomic] [patch=merge|replace] [key=k] [enum=a|b]</c>. <c>!</c> is
/// required, <c>go</c> what errors call the type, <c>+</c> always present, <c>*</c> tells empty from missing, <c>#1.2</c> the number in protobuf, <c>[]T</c> a list,
/// <c>{}T</c> a map.
/// </summary>
internal sealed class Schemas
{
    public static readonly Schemas BuiltIn = new(Read("schemas.txt"));

    private static readonly Dictionary<string, ValueKind> s_scalars = new(StringComparer.Ordinal)
    {
        ["string"] = ValueKind.String,
        ["bytes"] = ValueKind.Bytes,
        ["time"] = ValueKind.Time,
        ["microtime"] = ValueKind.MicroTime,
        ["quantity"] = ValueKind.Quantity,
        ["intorstring"] = ValueKind.IntOrString,
        ["int32"] = ValueKind.Int32,
        ["int64"] = ValueKind.Int64,
        ["double"] = ValueKind.Double,
        ["bool"] = ValueKind.Bool,
    };

    private readonly Dictionary<string, TypeSchema> _types = new(StringComparer.Ordinal);

    private Schemas(IEnumerable<string> lines)
    {
        string[]? head = null;
        var fields = new Dictionary<string, FieldSchema>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            if (line.Length == 0)
                continue;
            if (line[0] == ' ')
            {
                var field = ParseField(line[1..]);
                fields[field.Name] = field;
                continue;
            }

            Add(head, fields);
            head = line.Split(' ');
            fields = new(StringComparer.Ordinal);
        }

        Add(head, fields);
    }

    public IEnumerable<TypeSchema> Types => _types.Values;

    /// <summary>The type called <paramref name="name"/>, such as <c>core.v1.Pod</c>; null where there is none.</summary>
    public TypeSchema? Find(string name) => _types.GetValueOrDefault(name);

    /// <summary>The type of a kind, as objects name themselves: <c>apps/v1</c>, <c>Deployment</c>.</summary>
    public TypeSchema? FindKind(string apiVersion, string kind)
    {
        if (kind == "DeleteOptions")
            return Find("meta.v1.DeleteOptions");
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        return Find(Resources.ResourceRegistry.SchemaName(slash < 0 ? "" : apiVersion[..slash], apiVersion[(slash + 1)..], kind));
    }

    internal static IEnumerable<string> Read(string file)
    {
        var name = typeof(Schemas).Assembly.GetManifestResourceNames().First(resource => resource.EndsWith("Facts." + file, StringComparison.Ordinal));
        using var reader = new StreamReader(typeof(Schemas).Assembly.GetManifestResourceStream(name)!);
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    private void Add(string[]? head, Dictionary<string, FieldSchema> fields)
    {
        if (head is null)
            return;
        var isAlias = head.Length > 1 && head[1] == "=";
        _types[head[0]] = isAlias
            ? new TypeSchema { Kind = ValueKind.Any, Name = head[0] }
            : new TypeSchema { Kind = ValueKind.Struct, Name = head[0], Fields = fields, IsAtomic = head.Contains("atomic") };
    }

    private FieldSchema ParseField(string line)
    {
        var words = line.Split(' ');
        string? Flag(string name) => words.FirstOrDefault(word => word.StartsWith(name, StringComparison.Ordinal))?[name.Length..];
        var list = Flag("list=");
        var map = Flag("map=");
        var patch = Flag("patch=") ?? "";
        var goName = Flag("go=");
        return new FieldSchema(words[0], () => Type(words[1], list, map, goName))
        {
            IsRequired = words.Contains("!"),
            IsAlwaysPresent = words.Contains("+"),
            IsPointer = words.Contains("*"),
            Protobuf = Flag("#")?.Split('.').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray() ?? [],
            Default = Flag("=") is { } text ? JsonNode.Parse(text) : null,
            PatchMerges = patch.Contains("merge", StringComparison.Ordinal),
            PatchReplaces = patch == "replace",
            PatchRetainsKeys = patch.Contains("retainKeys", StringComparison.Ordinal),
            PatchMergeKey = Flag("key="),
            Enum = Flag("enum=")?.Split('|') ?? [],
        };
    }

    private TypeSchema Type(string text, string? list = null, string? map = null, string? goName = null)
    {
        if (text.StartsWith("[]", StringComparison.Ordinal))
        {
            return new TypeSchema
            {
                Kind = ValueKind.List,
                Element = Type(text[2..], goName: goName),
                ListType = list is null or "atomic" ? ListType.Atomic : list == "set" ? ListType.Set : ListType.Map,
                ListKeys = list is not null && list.StartsWith("map:", StringComparison.Ordinal) ? list[4..].Split(',') : [],
            };
        }

        if (text.StartsWith("{}", StringComparison.Ordinal))
            return new TypeSchema { Kind = ValueKind.Map, Element = Type(text[2..]), IsAtomic = map == "atomic", GoName = goName };
        if (s_scalars.TryGetValue(text, out var scalar))
            return new TypeSchema { Kind = scalar, GoName = goName };
        if (text == "raw")
            return new TypeSchema { Kind = ValueKind.Any, IsAtomic = true };
        if (!_types.TryGetValue(text, out var named))
            return TypeSchema.Any;
        // A field may see its type otherwise than the type sees itself.
        return map is not null && named.IsAtomic != (map == "atomic")
            ? new TypeSchema { Kind = named.Kind, Name = named.Name, Fields = named.Fields, IsAtomic = !named.IsAtomic }
            : named;
    }
}
