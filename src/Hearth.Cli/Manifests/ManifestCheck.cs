using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hearth.Cli.Output;

namespace Hearth.Cli.Manifests;

/// <summary>A document of a known kind.</summary>
internal sealed record CheckedObject(ManifestDocument Document, KnownKind Kind);

/// <summary>
/// Checks the objects of a manifest before anything is created: kinds, names, and for kinds whose CRD we have every field.
/// </summary>
/// <param name="definitions">CRDs as objects (<c>apiextensions.k8s.io/v1</c>): those that Hearth ships.</param>
internal sealed partial class ManifestCheck(IReadOnlyList<JsonObject> definitions)
{
    private readonly List<Problem> _problems = [];

    /// <exception cref="UserError">All mistakes of all documents.</exception>
    public IReadOnlyList<CheckedObject> Check(IReadOnlyList<ManifestDocument> documents)
    {
        var own = documents.Where(d => d.Kind == "CustomResourceDefinition").Select(d => d.Json);
        var all = definitions.Concat(own).ToList();
        var kinds = KnownKinds.BuiltIn.Concat(all.SelectMany(KnownKinds.Of)).ToList();

        var result = new List<CheckedObject>();
        foreach (var document in documents)
        {
            Metadata(document);
            if (KindOf(document, kinds) is not { } kind)
                continue;
            if (SchemaOf(kind, all) is { } schema)
                new SchemaCheck(document, schema, _problems).Run();
            result.Add(new CheckedObject(document, kind));
        }

        Twice(result);
        return _problems.Count == 0 ? result : throw new UserError(ExitCodes.InvalidInput, _problems);
    }

    private KnownKind? KindOf(ManifestDocument document, List<KnownKind> kinds)
    {
        var before = _problems.Count;
        Text(document, "apiVersion");
        Text(document, "kind");
        if (_problems.Count > before)
            return null;
        if (kinds.Find(k => k.Kind == document.Kind && k.ApiVersion == document.ApiVersion) is { } known)
            return known;

        var sameKind = kinds.FindAll(k => k.Kind == document.Kind);
        if (sameKind.Count > 0)
            Report($"{document.Kind} is not served as {document.ApiVersion}", document.OfValue("apiVersion"), $"write {string.Join(" or ", sameKind.Select(k => k.ApiVersion))}");
        else
            Report($"unknown kind \"{document.Kind}\"", document.OfValue("kind"), Suggestion.For(document.Kind, kinds.Select(k => k.Kind)) is { } near ? $"did you mean {near}?" : "add its CustomResourceDefinition to the file if the kind is your own");
        return null;
    }

    private void Text(ManifestDocument document, string field)
    {
        switch (document.Json[field])
        {
            case null:
                Report($"required field \"{field}\" is missing", document.Place, Suggestion.For(field, document.Json.Select(f => f.Key)) is { } near ? $"is \"{near}\" meant to be it?" : null);
                break;
            case JsonValue value when value.TryGetValue(out string? _):
                break;
            default:
                Report("must be a text", document.OfValue(field));
                break;
        }
    }

    private void Metadata(ManifestDocument document)
    {
        if (document.Json["metadata"] is not JsonObject metadata)
        {
            Report("required field \"metadata\" is missing or no mapping", document.Place, "write metadata: {name: ...}");
            return;
        }

        foreach (var (field, value) in metadata)
        {
            if (!s_metadataFields.Contains(field))
                Report($"unknown field \"{field}\"", document.OfKey($"metadata.{field}"), Suggestion.For(field, s_metadataFields) is { } near ? $"did you mean \"{near}\"?" : null);
            else if (field is "labels" or "annotations")
                Texts(document, field, value);
        }

        if (metadata["name"] is null && metadata["generateName"] is null)
            Report("required field \"metadata.name\" is missing", document.OfKey("metadata"));
        Name(document, metadata, "name", 253);
        Name(document, metadata, "namespace", 63);
    }

    private void Texts(ManifestDocument document, string field, JsonNode? value)
    {
        if (value is not JsonObject entries)
        {
            if (value is not null)
                Report("must be a mapping of texts", document.OfValue($"metadata.{field}"));
            return;
        }

        foreach (var (key, text) in entries)
        {
            if (text is JsonValue single && !single.TryGetValue(out string? _))
                Report($"must be a text, is {text}", document.OfValue(FieldPath.Field($"metadata.{field}", key)), $"put it in quotes: \"{text}\"");
        }
    }

    private void Name(ManifestDocument document, JsonObject metadata, string field, int longest)
    {
        if (metadata[field] is not { } value)
            return;
        var where = document.OfValue($"metadata.{field}");
        if (value is not JsonValue single || !single.TryGetValue(out string? name))
            Report($"must be a text, is {value.ToJsonString()}", where, $"put it in quotes: \"{value}\"");
        else if (name.Length > longest)
            Report($"\"{name[..40]}...\" has {name.Length} characters, {longest} are allowed", where);
        else if (!(field == "namespace" ? Label() : Subdomain()).IsMatch(name) && !IsRbac(document))
            Report($"\"{name}\" is no valid name", where, $"use lower-case letters, digits, '-'{(field == "name" ? " and '.'" : "")}, beginning and ending with a letter or digit{Proposal(name)}");
    }

    /// <summary>Roles and bindings may have names with colons and capitals.</summary>
    private static bool IsRbac(ManifestDocument document) => document.ApiVersion.StartsWith("rbac.", StringComparison.Ordinal);

    private static string Proposal(string name)
    {
        var better = NotAllowed().Replace(name.ToLowerInvariant(), "-").Trim('-', '.');
        return Subdomain().IsMatch(better) ? $", such as \"{better}\"" : "";
    }

    private void Twice(List<CheckedObject> objects)
    {
        foreach (var same in objects.Where(o => o.Document.Name.Length > 0).GroupBy(o => (o.Kind, o.Document.Namespace, o.Document.Name)).Where(g => g.Count() > 1))
        {
            var second = same.ElementAt(1).Document;
            Report($"{same.Key.Kind.Kind} \"{same.Key.Name}\" is given twice", second.OfValue("metadata.name"), $"the first is at {same.First().Document.Place}");
        }
    }

    private static JsonObject? SchemaOf(KnownKind kind, List<JsonObject> definitions) => definitions
        .Where(d => d["spec"]?["group"]?.ToString() == kind.Group && d["spec"]?["names"]?["kind"]?.ToString() == kind.Kind)
        .SelectMany(d => (d["spec"]!["versions"] as JsonArray ?? []).OfType<JsonObject>())
        .FirstOrDefault(v => v["name"]?.ToString() == kind.Version)?["schema"]?["openAPIV3Schema"] as JsonObject;

    private void Report(string what, string where, string? fix = null) => _problems.Add(new Problem(what, where, fix));

    private static readonly string[] s_metadataFields =
    [
        "name", "generateName", "namespace", "labels", "annotations", "finalizers", "ownerReferences", "uid", "resourceVersion", "generation",
        "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields", "selfLink",
    ];

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex Subdomain();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex Label();

    [GeneratedRegex("[^-.a-z0-9]+")]
    private static partial Regex NotAllowed();
}
