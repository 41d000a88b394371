using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Validation.Pods;

/// <summary>Tolerations, and how pods spread.</summary>
internal static class PlacementValidation
{
    public static void Tolerations(ErrorList errors, JsonObject spec, string field)
    {
        foreach (var (toleration, i) in spec.Objects("tolerations").Select((toleration, i) => (toleration, i)))
            Toleration(errors, toleration, $"{field}[{i}]");
    }

    private static void Toleration(ErrorList errors, JsonObject toleration, string at)
    {
        var (key, value, effect) = (toleration.Text("key") ?? "", toleration.Text("value") ?? "", toleration.Text("effect") ?? "");
        if (key.Length > 0)
            errors.QualifiedName(at + ".key", key);
        if (key.Length == 0 && toleration.Text("operator") != "Exists")
            errors.Invalid(at + ".operator", toleration.Text("operator") ?? "", "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
        if (toleration["tolerationSeconds"] is not null && effect != "NoExecute")
            errors.Invalid(at + ".effect", effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
        switch (toleration.Text("operator"))
        {
            case null or "" or "Equal":
                if (Names.LabelValueProblems(value).ToArray() is { Length: > 0 } problems)
                    errors.Invalid(at + ".operator", value, string.Join(';', problems));
                break;
            case "Exists":
                if (value.Length > 0)
                    errors.Invalid(at + ".operator", value, "value must be empty when `operator` is 'Exists'");
                break;
            default:
                errors.OneOf(at + ".operator", toleration["operator"], ["Equal", "Exists"]);
                break;
        }

        if (effect.Length > 0)
            errors.OneOf(at + ".effect", effect, ["NoSchedule", "PreferNoSchedule", "NoExecute"], sorted: false);
    }

    public static void Spread(ErrorList errors, JsonObject spec, string field)
    {
        var constraints = spec.Objects("topologySpreadConstraints").ToArray();
        for (var i = 0; i < constraints.Length; i++)
            Constraint(errors, constraints[i], constraints.AsSpan(i + 1), $"{field}[{i}]");
    }

    private static void Constraint(ErrorList errors, JsonObject constraint, ReadOnlySpan<JsonObject> later, string at)
    {
        var (topology, action) = (constraint.Text("topologyKey") ?? "", constraint.Text("whenUnsatisfiable") ?? "");
        if ((constraint["maxSkew"].Number ?? 0) <= 0)
            errors.Invalid(at + ".maxSkew", constraint["maxSkew"]?.DeepClone() ?? 0, "must be greater than zero");
        errors.Needed(at + ".topologyKey", topology, "can not be empty");
        errors.OneOf(at + ".whenUnsatisfiable", action, ["DoNotSchedule", "ScheduleAnyway"]);
        foreach (var other in later)
        {
            if (other.Text("topologyKey") == topology && other.Text("whenUnsatisfiable") == action)
                errors.Add(FieldError.Duplicate(at + ".{topologyKey, whenUnsatisfiable}", $"{{{topology}, {action}}}"));
        }

        if (constraint["minDomains"].Number is { } least)
        {
            if (least <= 0)
                errors.Invalid(at + ".minDomains", least, "must be greater than zero");
            if (action != "DoNotSchedule")
                errors.Invalid(at + ".minDomains", least, $"can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {action}");
        }

        errors.OptionalOneOf(at + ".nodeAffinityPolicy", constraint["nodeAffinityPolicy"], ["Honor", "Ignore"]);
        errors.OptionalOneOf(at + ".nodeTaintsPolicy", constraint["nodeTaintsPolicy"], ["Honor", "Ignore"]);
        LabelKeyValidation.Names(errors, constraint, "matchLabelKeys", at);
        LabelKeyValidation.AgainstSelector(errors, constraint, "matchLabelKeys", at);
        errors.Selector(at + ".labelSelector", constraint.Map("labelSelector"));
    }
}
