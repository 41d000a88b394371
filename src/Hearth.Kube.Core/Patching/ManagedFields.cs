using System.Text.Json.Nodes;

namespace Hearth.Kube.Core.Patching;

/// <summary>Who writes: the name, and the API version and subresource written to.</summary>
public sealed record FieldManager(string Name, string ApiVersion, string? Subresource = null);

/// <summary>One entry of <c>metadata.managedFields</c>.</summary>
public sealed record ManagedFieldsEntry
{
    public required string Manager { get; init; }

    /// <summary><c>Apply</c> or <c>Update</c>.</summary>
    public required string Operation { get; init; }
    public required string ApiVersion { get; init; }
    public string? Subresource { get; init; }

    /// <summary>RFC 3339, whole seconds.</summary>
    public string? Time { get; init; }
    public required FieldSet Fields { get; init; }

    /// <summary>Appliers are one manager whatever version they apply; updaters are one per version.</summary>
    internal bool Is(ManagedFieldsEntry other) => Manager == other.Manager && Operation == other.Operation
        && (Subresource ?? "") == (other.Subresource ?? "") && (Operation == "Apply" || ApiVersion == other.ApiVersion);

    /// <summary>Where two entries name the same manager the last counts, as on real servers.</summary>
    public static List<ManagedFieldsEntry> Parse(JsonArray? entries)
    {
        var parsed = new List<ManagedFieldsEntry>();
        foreach (var entry in entries?.OfType<JsonObject>() ?? [])
        {
            var read = new ManagedFieldsEntry
            {
                Manager = Text(entry, "manager") ?? "",
                Operation = Text(entry, "operation") ?? "",
                ApiVersion = Text(entry, "apiVersion") ?? "",
                Subresource = Text(entry, "subresource"),
                Time = Text(entry, "time"),
                Fields = FieldSet.Parse(entry["fieldsV1"] as JsonObject),
            };
            parsed.RemoveAll(read.Is);
            parsed.Add(read);
        }

        return parsed;
    }

    /// <summary>Whether owners can be made of the entries; real servers pass over a list of which one entry is broken.</summary>
    public static bool AreReadable(JsonArray entries) => entries.All(item => item is JsonObject entry && Text(entry, "operation") is "Apply" or "Update"
        && !string.IsNullOrEmpty(Text(entry, "apiVersion")) && Text(entry, "fieldsType") == "FieldsV1" && AreFields(entry["fieldsV1"] as JsonObject));

    private static bool AreFields(JsonObject? fields) => fields is null || fields.All(field =>
        (field.Key == "." || field.Key.Length > 1 && field.Key[0] is 'f' or 'k' or 'v' or 'i' && field.Key[1] == ':') && field.Value is JsonObject below && AreFields(below));

    /// <summary>The entries as the API shows them: appliers first, then by time and name.</summary>
    public static JsonArray ToJson(IEnumerable<ManagedFieldsEntry> entries)
    {
        var sorted = entries.ToList();
        sorted.Sort(Order);
        var json = new JsonArray();
        foreach (var entry in sorted)
            json.Add((JsonNode)entry.ToJson());
        return json;
    }

    private static int Order(ManagedFieldsEntry a, ManagedFieldsEntry b)
    {
        var order = string.CompareOrdinal(a.Operation, b.Operation);
        if (order == 0)
            order = string.CompareOrdinal(a.Time, b.Time);
        if (order == 0)
            order = string.CompareOrdinal(a.Manager, b.Manager);
        if (order == 0)
            order = string.CompareOrdinal(a.ApiVersion, b.ApiVersion);
        return order != 0 ? order : string.CompareOrdinal(a.Subresource ?? "", b.Subresource ?? "");
    }

    private JsonObject ToJson()
    {
        var json = new JsonObject { ["manager"] = Manager, ["operation"] = Operation, ["apiVersion"] = ApiVersion };
        if (Time is not null)
            json["time"] = Time;
        json["fieldsType"] = "FieldsV1";
        json["fieldsV1"] = Fields.ToJson();
        if (!string.IsNullOrEmpty(Subresource))
            json["subresource"] = Subresource;
        return json;
    }

    private static string? Text(JsonObject entry, string name) =>
        entry[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}

/// <summary>Another manager owns a field to which the applied configuration gives another value.</summary>
public sealed record FieldConflict(ManagedFieldsEntry Owner, string Path);

/// <summary>An apply without force would take fields from other managers.</summary>
public sealed class ApplyConflictException(IReadOnlyList<FieldConflict> conflicts) : Exception("Apply failed with conflicts")
{
    public IReadOnlyList<FieldConflict> Conflicts { get; } = conflicts;
}
