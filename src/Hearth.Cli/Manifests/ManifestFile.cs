using System.Text;
using System.Text.Json.Nodes;
using Hearth.Cli.Output;

namespace Hearth.Cli.Manifests;

/// <summary>Reads manifest files: YAML or JSON, several documents, <c>kind: List</c>, or standard input as <c>-</c>.</summary>
internal static class ManifestFile
{
    /// <summary>Far above what an API server takes (3 MiB); keeps a mistaken path to a huge file from being read whole.</summary>
    private const int MostBytes = 32 * 1024 * 1024;

    /// <summary>Every object of a file, in order.</summary>
    /// <exception cref="UserError">The file cannot be read or is no manifest; all mistakes that can be seen at once.</exception>
    public static async Task<List<ManifestDocument>> ReadAsync(string path, CliContext context, CancellationToken cancellationToken)
    {
        var (bytes, name) = await LoadAsync(path, context, cancellationToken);
        var problems = new List<Problem>();
        var documents = Parse(bytes, name, problems);
        return problems.Count == 0 ? documents : throw new UserError(ExitCodes.InvalidInput, problems);
    }

    /// <summary>The objects of a file's bytes; mistakes are added to <paramref name="problems"/>.</summary>
    public static List<ManifestDocument> Parse(byte[] bytes, string file, List<Problem> problems)
    {
        if (!TryDecode(bytes, out var text, out var badLine))
        {
            problems.Add(new Problem("not UTF-8 text", $"{file}:{badLine}", "is this a manifest (YAML or JSON)?"));
            return [];
        }

        var found = IsJson(text, file)
            ? JsonManifest.Read(Encoding.UTF8.GetBytes(text), file, problems)
            : YamlManifest.Read(text, file, problems);
        var objects = found.Where(d => d.Node is not null).SelectMany(d => Objects(d.Node!, d.Source, problems)).ToList();
        if (objects.Count == 0 && problems.Count == 0)
            problems.Add(new Problem("there is no object in it", file, "a manifest has apiVersion, kind, metadata and spec; see samples/spark-pi.yaml"));
        return objects;
    }

    private static List<ManifestDocument> Objects(JsonNode node, SourceMap source, List<Problem> problems)
    {
        if (node is not JsonObject json)
        {
            problems.Add(new Problem($"a manifest must be a mapping of fields, this is {Describe(node)}", source.OfValue(""), "start with apiVersion, kind, metadata, spec"));
            return [];
        }

        if (json["items"] is not JsonArray items || json["kind"]?.ToString() is not { } kind || !kind.EndsWith("List", StringComparison.Ordinal))
            return [new ManifestDocument(json, source)];
        return items.Select((item, i) => (item, path: FieldPath.Item("items", i))).Select(entry =>
        {
            if (entry.item is JsonObject inner)
                return new ManifestDocument(inner, source, entry.path);
            problems.Add(new Problem("an item of a List must be an object", source.OfValue(entry.path)));
            return null;
        }).OfType<ManifestDocument>().ToList();
    }

    private static string Describe(JsonNode node) => node is JsonArray ? "a list" : "a single value";

    private static bool IsJson(string text, string file)
    {
        var start = text.AsSpan().TrimStart();
        if (file.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            return true;
        return start.StartsWith("{") && !file.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) && !file.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);
    }

    private static bool TryDecode(byte[] bytes, out string text, out int badLine)
    {
        var body = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(3) : bytes;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(body);
            badLine = 0;
            return true;
        }
        catch (DecoderFallbackException e)
        {
            text = "";
            badLine = body[..Math.Clamp(e.Index, 0, body.Length)].Count((byte)'\n') + 1;
            return false;
        }
    }

    private static async Task<(byte[] Bytes, string Name)> LoadAsync(string path, CliContext context, CancellationToken cancellationToken)
    {
        if (path == "-")
        {
            await using var input = context.OpenInput();
            return (await ReadAsync(input, "standard input", cancellationToken), "standard input");
        }

        var full = Path.GetFullPath(path, context.WorkingDirectory);
        if (Directory.Exists(full))
            throw UserError.Invalid("this is a folder, not a manifest", Contents(full), path);
        try
        {
            await using var file = File.OpenRead(full);
            return (await ReadAsync(file, path, cancellationToken), path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw UserError.Invalid("there is no such file", Nearest(full), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw UserError.Invalid($"cannot be read: {e.Message}", where: path);
        }
    }

    private static async Task<byte[]> ReadAsync(Stream stream, string name, CancellationToken cancellationToken)
    {
        using var memory = new MemoryStream();
        var buffer = new byte[81920];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            memory.Write(buffer, 0, read);
            if (memory.Length > MostBytes)
                throw UserError.Invalid($"larger than {MostBytes >> 20} MiB", "is this a manifest?", name);
        }

        return memory.ToArray();
    }

    private static string? Nearest(string full) =>
        Path.GetDirectoryName(full) is { } folder && Directory.Exists(folder)
            && Suggestion.For(Path.GetFileName(full), Directory.EnumerateFiles(folder).Take(1000).Select(f => Path.GetFileName(f))) is { } near
            ? $"did you mean {near}?"
            : null;

    private static string? Contents(string folder)
    {
        var manifests = Directory.EnumerateFiles(folder).Where(f => Path.GetExtension(f) is ".yaml" or ".yml" or ".json").Select(f => Path.GetFileName(f)).Order().Take(5).ToList();
        return manifests.Count == 0 ? null : $"name a file in it: {string.Join(", ", manifests)}";
    }
}
