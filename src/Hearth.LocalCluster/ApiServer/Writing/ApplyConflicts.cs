using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Writing;

/// <summary>The answer to an apply that would take fields from other managers.</summary>
internal static class ApplyConflicts
{
    public static ApiException ToApiException(ApplyConflictException exception)
    {
        var conflicts = exception.Conflicts;
        var causes = new JsonArray();
        foreach (var conflict in conflicts)
        {
            JsonNode cause = new JsonObject
            {
                ["reason"] = "FieldManagerConflict",
                ["message"] = $"conflict with {Manager(conflict.Owner)}",
                ["field"] = conflict.Path,
            };
            causes.Add(cause);
        }

        var count = conflicts.Count == 1 ? "1 conflict" : $"{conflicts.Count} conflicts";
        return new ApiException(409, "Conflict", $"Apply failed with {count}: {Describe(conflicts)}", new JsonObject { ["causes"] = causes });
    }

    private static string Describe(IReadOnlyList<FieldConflict> conflicts)
    {
        if (conflicts.Count == 1)
            return $"conflict with {Manager(conflicts[0].Owner)}: {conflicts[0].Path}";
        var groups = conflicts.GroupBy(conflict => Manager(conflict.Owner)).OrderBy(group => group.Key, StringComparer.Ordinal);
        return string.Join("\n", groups.Select(group => $"conflicts with {group.Key}:\n{string.Join("\n", group.Select(conflict => "- " + conflict.Path))}"));
    }

    private static string Manager(ManagedFieldsEntry owner)
    {
        var text = $"\"{owner.Manager}\"";
        if (!string.IsNullOrEmpty(owner.Subresource))
            text += $" with subresource \"{owner.Subresource}\"";
        return owner.Operation == "Update" ? $"{text} using {owner.ApiVersion}" : text;
    }
}
