using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <content>Label selectors.</content>
internal sealed partial class ErrorList
{
    /// <summary>A selector as real servers print it: maps in the order of their keys.</summary>
    public static JsonObject Shown(JsonObject selector)
    {
        var shown = new JsonObject();
        if (selector.Map("matchLabels") is { } labels)
            shown["matchLabels"] = Sorted(labels);
        if (selector.List("matchExpressions") is { } expressions)
        {
            shown["matchExpressions"] = new JsonArray([.. expressions.OfType<JsonObject>().Select(expression =>
            {
                var one = new JsonObject { ["key"] = expression.Text("key") ?? "", ["operator"] = expression.Text("operator") ?? "" };
                if (expression.List("values") is { Count: > 0 } values)
                    one["values"] = values.DeepClone();
                return one;
            })]);
        }

        return shown;
    }

    public void Selector(string field, JsonObject? selector)
    {
        foreach (var (key, value) in selector?.Map("matchLabels") ?? [])
        {
            foreach (var problem in Names.QualifiedNameProblems(key))
                Invalid(field + ".matchLabels", key, problem);
            foreach (var problem in Names.LabelValueProblems(value.Text ?? ""))
                Invalid($"{field}.matchLabels", value.Text ?? "", problem);
        }

        var i = 0;
        foreach (var expression in selector?.Objects("matchExpressions") ?? [])
            Expression($"{field}.matchExpressions[{i++}]", expression);
    }

    private void Expression(string field, JsonObject expression)
    {
        var count = expression.List("values")?.Count ?? 0;
        switch (expression.Text("operator"))
        {
            case "In" or "NotIn" when count == 0:
                Required(field + ".values", "must be specified when `operator` is 'In' or 'NotIn'");
                break;
            case "Exists" or "DoesNotExist" when count > 0:
                Forbidden(field + ".values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                break;
            case "In" or "NotIn" or "Exists" or "DoesNotExist":
                break;
            default:
                Invalid(field + ".operator", expression.Text("operator") ?? "", "not a valid selector operator");
                break;
        }

        QualifiedName(field + ".key", expression.Text("key") ?? "");
        var i = 0;
        foreach (var value in expression.List("values") ?? [])
            InvalidEach($"{field}.values[{i++}]", value, Names.LabelValueProblems(value.Text ?? ""));
    }
}
