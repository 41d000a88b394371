using System.Text.Json;

namespace Hearth.History.Web;

/// <summary>The operation an RDD comes from: the log has it as JSON in a string, <c>{"id":"4","name":"map","parent":{…}}</c>.</summary>
internal static class RddScope
{
    public static string? NameOf(string? scope)
    {
        if (string.IsNullOrEmpty(scope))
            return null;
        try
        {
            using var json = JsonDocument.Parse(scope);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("name", out var name) ? name.ToString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
