using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Selection;

/// <summary><c>meta/v1 LabelSelector</c> objects.</summary>
internal static class Selectors
{
    /// <summary>As text: <c>a=b,c in (d,e),!f</c>.</summary>
    public static string Format(JsonObject? selector)
    {
        if (selector is null)
            return "<none>";
        var terms = (selector.Map("matchLabels") ?? []).Select(pair => (pair.Key, Text: $"{pair.Key}={pair.Value.Text}"))
            .Concat(selector.Objects("matchExpressions").Select(expression => (expression.Text("key") ?? "", Format(expression, ""))));
        var text = string.Join(",", terms.OrderBy(term => term.Item1, StringComparer.Ordinal).Select(term => term.Item2));
        return text.Length == 0 ? "<none>" : text;
    }

    private static string Format(JsonObject expression, string none)
    {
        var key = expression.Text("key") ?? none;
        var values = string.Join(",", (expression.List("values") ?? []).Select(value => value.Text).Order(StringComparer.Ordinal));
        return expression.Text("operator") switch
        {
            "In" => $"{key} in ({values})",
            "NotIn" => $"{key} notin ({values})",
            "Exists" => key,
            _ => "!" + key,
        };
    }

    /// <summary>Whether an empty or missing selector, or all of its terms, match the labels.</summary>
    public static bool Matches(JsonObject? selector, JsonObject? labels)
    {
        foreach (var (key, value) in selector?.Map("matchLabels") ?? [])
        {
            if (labels?.Text(key) != value.Text)
                return false;
        }

        foreach (var expression in selector?.Objects("matchExpressions") ?? [])
        {
            var actual = labels?.Text(expression.Text("key") ?? "");
            var isListed = actual is not null && (expression.List("values") ?? []).Any(value => value.Text == actual);
            var matches = expression.Text("operator") switch
            {
                "In" => isListed,
                "NotIn" => !isListed,
                "Exists" => actual is not null,
                _ => actual is null,
            };
            if (!matches)
                return false;
        }

        return true;
    }
}
