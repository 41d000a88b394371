using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation.Pods;

/// <summary>Affinity to nodes and to pods.</summary>
internal static class AffinityValidation
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";
    private const string Preferred = "preferredDuringSchedulingIgnoredDuringExecution";

    public static void Validate(ErrorList errors, JsonObject affinity, string field)
    {
        if (affinity.Map("nodeAffinity") is { } node)
            Node(errors, node, field + ".nodeAffinity");
        foreach (var name in (ReadOnlySpan<string>)["podAffinity", "podAntiAffinity"])
        {
            if (affinity.Map(name) is { } pods)
                Pods(errors, pods, $"{field}.{name}");
        }
    }

    private static void Node(ErrorList errors, JsonObject affinity, string field)
    {
        if (affinity.Map(Required) is { } required)
            NodeSelector(errors, required, $"{field}.{Required}");
        foreach (var (term, i) in affinity.Objects(Preferred).Select((term, i) => (term, i)))
        {
            Weight(errors, term, $"{field}.{Preferred}[{i}].weight");
            NodeTerm(errors, term.Map("preference") ?? [], $"{field}.{Preferred}[{i}].preference", checkValues: false);
        }
    }

    private static void Weight(ErrorList errors, JsonObject term, string field)
    {
        if ((term["weight"].Number ?? 0) is < 1 or > 100)
            errors.Invalid(field, term["weight"]?.DeepClone() ?? 0, "must be in the range 1-100");
    }

    public static void NodeSelector(ErrorList errors, JsonObject selector, string field, bool checkValues = true)
    {
        if (selector.List("nodeSelectorTerms") is not { Count: > 0 })
            errors.Required(field + ".nodeSelectorTerms", "must have at least one node selector term");
        foreach (var (term, i) in selector.Objects("nodeSelectorTerms").Select((term, i) => (term, i)))
            NodeTerm(errors, term, $"{field}.nodeSelectorTerms[{i}]", checkValues);
    }

    private static void NodeTerm(ErrorList errors, JsonObject term, string field, bool checkValues)
    {
        foreach (var (expression, i) in term.Objects("matchExpressions").Select((expression, i) => (expression, i)))
            Expression(errors, expression, $"{field}.matchExpressions[{i}]", checkValues);
        foreach (var (expression, i) in term.Objects("matchFields").Select((expression, i) => (expression, i)))
            Field(errors, expression, $"{field}.matchFields[{i}]");
    }

    private static void Expression(ErrorList errors, JsonObject expression, string field, bool checkValues)
    {
        var values = expression.List("values") ?? [];
        switch (expression.Text("operator"))
        {
            case "In" or "NotIn":
                if (values.Count == 0)
                    errors.Required(field + ".values", "must be specified when `operator` is 'In' or 'NotIn'");
                break;
            case "Exists" or "DoesNotExist":
                if (values.Count > 0)
                    errors.Forbidden(field + ".values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                break;
            case "Gt" or "Lt":
                if (values.Count != 1)
                    errors.Required(field + ".values", "must be specified single value when `operator` is 'Lt' or 'Gt'");
                break;
            default:
                errors.Invalid(field + ".operator", expression.Text("operator") ?? "", "not a valid selector operator");
                break;
        }

        errors.QualifiedName(field + ".key", expression.Text("key") ?? "");
        for (var i = 0; checkValues && i < values.Count; i++)
            errors.InvalidEach($"{field}.values[{i}]", values[i], Names.LabelValueProblems(values[i].Text ?? ""));
    }

    private static void Field(ErrorList errors, JsonObject expression, string field)
    {
        var values = expression.List("values") ?? [];
        if (expression.Text("operator") is not ("In" or "NotIn"))
            errors.Invalid(field + ".operator", expression.Text("operator") ?? "", "not a valid selector operator");
        else if (values.Count != 1)
            errors.Required(field + ".values", "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
        if (expression.Text("key") != "metadata.name")
        {
            errors.Invalid(field + ".key", expression.Text("key") ?? "", "not a valid field selector key");
            return;
        }

        for (var i = 0; i < values.Count; i++)
            errors.Subdomain($"{field}.values[{i}]", values[i].Text ?? "");
    }

    private static void Pods(ErrorList errors, JsonObject affinity, string field)
    {
        foreach (var (term, i) in affinity.Objects(Required).Select((term, i) => (term, i)))
            PodTerm(errors, term, $"{field}.{Required}[{i}]");
        foreach (var (term, i) in affinity.Objects(Preferred).Select((term, i) => (term, i)))
        {
            Weight(errors, term, $"{field}.{Preferred}[{i}].weight");
            PodTerm(errors, term.Map("podAffinityTerm") ?? [], $"{field}.{Preferred}[{i}].podAffinityTerm");
        }
    }

    private static void PodTerm(ErrorList errors, JsonObject term, string field)
    {
        errors.Selector(field + ".labelSelector", term.Map("labelSelector"));
        errors.Selector(field + ".namespaceSelector", term.Map("namespaceSelector"));
        foreach (var name in term.List("namespaces") ?? [])
            errors.DnsLabel(field + ".namespace", name.Text ?? "");
        LabelKeyValidation.Names(errors, term, "matchLabelKeys", field);
        LabelKeyValidation.Names(errors, term, "mismatchLabelKeys", field);
        var others = (term.List("mismatchLabelKeys") ?? []).Select(key => key.Text ?? "").ToHashSet(StringComparer.Ordinal);
        foreach (var (key, i) in (term.List("matchLabelKeys") ?? []).Select((key, i) => (key.Text ?? "", i)).Where(key => others.Contains(key.Item1)))
            errors.Invalid($"{field}.matchLabelKeys[{i}]", key, "exists in both matchLabelKeys and mismatchLabelKeys");
        LabelKeyValidation.AgainstSelector(errors, term, "matchLabelKeys", field);
        errors.Needed(field + ".topologyKey", term.Text("topologyKey"), "can not be empty");
        errors.QualifiedName(field + ".topologyKey", term.Text("topologyKey") ?? "");
    }
}
