using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Selection;
using Hearth.LocalCluster.ApiServer.Validation;

namespace Hearth.LocalCluster.ApiServer.Subresources;

/// <summary>The selectors of a question about rights. Roles do not look at them; what cannot be read of them is told.</summary>
internal static class ReviewSelectors
{
    /// <returns>Empty where all can be read.</returns>
    public static string Trouble(JsonObject? attributes)
    {
        string?[] troubles = [Trouble("fieldSelector", attributes?.Map("fieldSelector"), IsField, IsFields), Trouble("labelSelector", attributes?.Map("labelSelector"), IsLabel, IsLabels)];
        return troubles.OfType<string>().ToArray() is { Length: > 1 } both ? $"[{string.Join(", ", both)}]" : string.Concat(troubles);
    }

    private static string? Trouble(string name, JsonObject? selector, Predicate<JsonObject> isGood, Predicate<string> isReadable)
    {
        var requirements = selector?.Objects("requirements").ToArray() ?? [];
        var good = requirements.Count(requirement => isGood(requirement));
        if (selector is null || (selector.Text("rawSelector") is { Length: > 0 } raw ? isReadable(raw) : good == requirements.Length))
            return null;
        return $"spec.resourceAttributes.{name} {(good > 0 ? "partially " : "")}ignored due to parse error";
    }

    private static bool IsField(JsonObject requirement) => requirement.Text("operator") is "In" or "NotIn" && requirement.List("values") is { Count: 1 };

    private static bool IsLabel(JsonObject requirement) => requirement.Text("operator") switch
    {
        "In" or "NotIn" => requirement.List("values") is { Count: > 0 } values && values.All(value => !Names.LabelValueProblems(value.Text ?? "").Any()),
        "Exists" or "DoesNotExist" => requirement.List("values") is not { Count: > 0 },
        _ => false,
    };

    private static bool IsFields(string text) => Reads(() => FieldSelector.CheckSyntax(text));

    private static bool IsLabels(string text) => Reads(() => LabelSelector.Parse(text));

    private static bool Reads(Action parse)
    {
        try
        {
            parse();
            return true;
        }
        catch (ApiException)
        {
            return false;
        }
    }
}
