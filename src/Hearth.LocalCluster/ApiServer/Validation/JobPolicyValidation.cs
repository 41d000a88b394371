using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>When a Job's pods count as failed, and when enough of them have succeeded.</summary>
internal static class JobPolicyValidation
{
    private static readonly string[] s_actions = ["Count", "FailIndex", "FailJob", "Ignore"];

    public static void Failure(ErrorList errors, JsonObject spec, JsonObject policy, string field)
    {
        var pod = spec.Map("template")?.Map("spec") ?? [];
        var containers = pod.Objects("containers").Concat(pod.Objects("initContainers")).Select(container => container.Text("name") ?? "").ToHashSet(StringComparer.Ordinal);
        if (policy.Objects("rules").Count() is > 20 and var count)
            errors.Add(FieldError.TooMany(field + ".rules", count, 20));
        foreach (var (rule, i) in policy.Objects("rules").Select((rule, i) => (rule, i)))
            Rule(errors, spec, rule, $"{field}.rules[{i}]", containers);
    }

    private static void Rule(ErrorList errors, JsonObject spec, JsonObject rule, string field, HashSet<string> containers)
    {
        var action = rule.Text("action") ?? "";
        if (action.Length == 0)
            errors.Required(field + ".action", $"valid values: {Listed(s_actions)}");
        else if (action == "FailIndex" && spec["backoffLimitPerIndex"] is null)
            errors.Invalid(field + ".action", action, "requires the backoffLimitPerIndex to be set");
        else
            errors.OneOf(field + ".action", action, s_actions);
        var conditions = rule.Objects("onPodConditions").ToArray();
        if (rule.Map("onExitCodes") is { } codes)
            ExitCodes(errors, codes, field + ".onExitCodes", containers);
        if (conditions.Length > 20)
            errors.Add(FieldError.TooMany(field + ".onPodConditions", conditions.Length, 20));
        for (var i = 0; i < conditions.Length; i++)
            Condition(errors, conditions[i], $"{field}.onPodConditions[{i}]");
        if (rule.Map("onExitCodes") is not null && conditions.Length > 0)
            errors.Add(new("FieldValueInvalid", field, "Invalid value: specifying both OnExitCodes and OnPodConditions is not supported"));
        if (rule.Map("onExitCodes") is null && conditions.Length == 0)
            errors.Add(new("FieldValueInvalid", field, "Invalid value: specifying one of OnExitCodes and OnPodConditions is required"));
    }

    private static string Listed(IEnumerable<string> values) => $"[{string.Join(' ', values.Select(value => $"\"{value}\""))}]";

    private static void Condition(ErrorList errors, JsonObject condition, string field)
    {
        string[] states = ["False", "True", "Unknown"];
        errors.QualifiedName(field + ".type", condition.Text("type") ?? "");
        if (string.IsNullOrEmpty(condition.Text("status")))
            errors.Required(field + ".status", $"valid values: {Listed(states)}");
        else
            errors.OneOf(field + ".status", condition["status"], states);
    }

    private static void ExitCodes(ErrorList errors, JsonObject codes, string field, HashSet<string> containers)
    {
        var operation = codes.Text("operator") ?? "";
        if (operation.Length == 0)
            errors.Required(field + ".operator", $"valid values: {Listed(["In", "NotIn"])}");
        else
            errors.OneOf(field + ".operator", operation, ["In", "NotIn"]);
        if (codes.Text("containerName") is { } container && !containers.Contains(container))
            errors.Invalid(field + ".containerName", container, "must be one of the container or initContainer names in the pod template");
        var values = (codes.List("values") ?? []).Select(value => value.Number ?? 0).ToArray();
        if (values.Length == 0)
            errors.Invalid(field + ".values", codes["values"]?.DeepClone(), "at least one value is required");
        else if (values.Length > 255)
            errors.Add(FieldError.TooMany(field + ".values", values.Length, 255));
        var seen = new HashSet<long>();
        for (var i = 0; i < values.Length; i++)
        {
            if (operation == "In" && values[i] == 0)
                errors.Invalid($"{field}.values[{i}]", values[i], "must not be 0 for the In operator");
            if (!seen.Add(values[i]))
                errors.Add(FieldError.Duplicate($"{field}.values[{i}]", values[i]));
        }

        if (!values.SequenceEqual(values.Order()))
            errors.Invalid(field + ".values", codes["values"]?.DeepClone(), "must be ordered");
    }

    public static void Success(ErrorList errors, JsonObject spec, JsonObject policy, string field)
    {
        var rules = policy.Objects("rules").ToArray();
        if (rules.Length == 0)
            errors.Required(field + ".rules", "at least one rules must be specified when the successPolicy is specified");
        if (rules.Length > 20)
            errors.Add(FieldError.TooMany(field + ".rules", rules.Length, 20));
        var completions = spec["completions"].Number ?? 0;
        for (var i = 0; i < rules.Length; i++)
            SuccessRule(errors, rules[i], completions, $"{field}.rules[{i}]");
    }

    private static void SuccessRule(ErrorList errors, JsonObject rule, long completions, string field)
    {
        var (count, indexes) = (rule["succeededCount"].Number, rule.Text("succeededIndexes"));
        if (count is null && indexes is null)
            errors.Required(field, "at least one of succeededCount or succeededIndexes must be specified");
        long total = 0;
        if (indexes?.Length > 64 * 1024)
            errors.Add(FieldError.TooLong(field + ".succeededIndexes", 64 * 1024));
        if (indexes is not null && !TryCount(indexes, completions, out total, out var problem))
            errors.Invalid(field + ".succeededIndexes", indexes, "error parsing succeededIndexes: " + problem);
        if (count is null)
            return;
        errors.NotNegative(field + ".succeededCount", rule["succeededCount"]);
        if (count > completions)
            errors.Invalid(field + ".succeededCount", count, $"must be less than or equal to {completions} (the number of specified completions)");
        if (indexes is not null && count > total)
            errors.Invalid(field + ".succeededCount", count, $"must be less than or equal to {total} (the number of indexes in the specified succeededIndexes field)");
    }

    /// <summary>How many indexes an interval list names: <c>0,2-4</c> names four.</summary>
    private static bool TryCount(string indexes, long completions, out long total, out string problem)
    {
        (total, problem) = (0, "");
        long? last = null;
        foreach (var part in indexes.Length == 0 ? [] : indexes.Split(','))
        {
            if (!TryInterval(part, completions, out var interval, out problem))
                return Failed(out total);
            if (last >= interval.First)
            {
                problem = $"non-increasing order, previous: {last}, current: {interval.First}";
                return Failed(out total);
            }

            total += interval.Last - interval.First + 1;
            last = interval.Last;
        }

        return true;

        static bool Failed(out long total)
        {
            total = 0;
            return false;
        }
    }

    private static bool TryInterval(string text, long completions, out (long First, long Last) interval, out string problem)
    {
        interval = default;
        problem = "";
        var limits = text.Split('-');
        if (limits.Length > 2)
        {
            problem = $"the fragment \"{text}\" violates the requirement that an index interval can have at most two parts separated by '-'";
            return false;
        }

        var values = new long[limits.Length];
        for (var i = 0; i < limits.Length; i++)
        {
            if (!long.TryParse(limits[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out values[i]))
                problem = $"cannot convert string to integer for index: \"{limits[i]}\"";
            else if (values[i] >= completions)
                problem = $"too large index: \"{limits[i]}\"";
            if (problem.Length > 0)
                return false;
        }

        interval = (values[0], values[^1]);
        if (limits.Length == 2 && values[0] >= values[1])
            problem = $"non-increasing order, previous: {values[0]}, current: {values[1]}";
        return problem.Length == 0;
    }
}
