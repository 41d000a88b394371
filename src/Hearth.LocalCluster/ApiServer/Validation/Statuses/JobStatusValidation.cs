using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Validation.Statuses;

/// <summary>What a Job's controller may say of it: what is told of a finished Job fits together, and no end is taken back.</summary>
internal static class JobStatusValidation
{
    private static readonly string[] s_ends = ["Failed", "Complete", "FailureTarget"];

    public static void Validate(ErrorList errors, JsonObject value, JsonObject old)
    {
        var (status, before, spec) = (value.Map("status") ?? [], old.Map("status") ?? [], value.Map("spec") ?? []);
        foreach (var field in (ReadOnlySpan<string>)["active", "succeeded", "failed", "ready", "terminating"])
            errors.NotNegative("status." + field, status[field]?.DeepClone());
        Uncounted(errors, status);
        Ends(errors, status, before);
        Times(errors, status, before);
        Indexes(errors, status, before, spec);
        if (Changed("ready", status, before) | Changed("active", status, before) && status["ready"].Number is { } ready && ready > (status["active"].Number ?? 0))
            errors.Invalid("status.ready", ready, "cannot set more ready pods than active");
        foreach (var end in s_ends.Where(end => Has(before, end) && !Has(status, end)))
            Conditions(errors, $"cannot disable the terminal {end}=True condition");
        NotLess(errors, status, before, "failed", "cannot decrease the failed counter");
        NotLess(errors, status, before, "succeeded", "cannot decrease the succeeded counter");
    }

    private static void Uncounted(ErrorList errors, JsonObject status)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var list in (ReadOnlySpan<string>)["succeeded", "failed"])
        {
            foreach (var (i, uid) in (status.Map("uncountedTerminatedPods")?.List(list) ?? []).Index())
            {
                var field = $"status.uncountedTerminatedPods.{list}[{i}]";
                if (uid.Text is not { Length: > 0 } text)
                    errors.Invalid(field, "", "must not be empty");
                else if (!seen.Add(text))
                    errors.Add(FieldError.Duplicate(field, text));
            }
        }
    }

    private static void Ends(ErrorList errors, JsonObject status, JsonObject before)
    {
        var (complete, failed) = (Has(status, "Complete"), Has(status, "Failed"));
        var isNew = complete && !Has(before, "Complete") || failed && !Has(before, "Failed");
        if (complete && failed)
            Conditions(errors, "cannot set Complete=True and Failed=true conditions");
        if (complete && Has(status, "FailureTarget"))
            Conditions(errors, "cannot set Complete=True and FailureTarget=true conditions");
        if (isNew && failed && !Has(status, "FailureTarget"))
            Conditions(errors, "cannot set Failed=True condition without the FailureTarget=true condition");
        if (isNew && complete && !Has(status, "SuccessCriteriaMet"))
            Conditions(errors, "cannot set Complete=True condition without the SuccessCriteriaMet=true condition");
        if (!complete && !failed)
            return;
        if (isNew || Changed("active", status, before))
            NotLeft(errors, status, "active", "active>0 is invalid for finished job");
        if ((isNew || Changed("startTime", status, before)) && status["startTime"] is null)
            errors.Required("status.startTime", "startTime is required for finished job");
        if ((isNew || Changed("terminating", status, before)) && status["terminating"].Number is not null)
            NotLeft(errors, status, "terminating", "terminating>0 is invalid for finished job");
    }

    private static void NotLeft(ErrorList errors, JsonObject status, string field, string problem)
    {
        if (status[field].Number > 0)
            errors.Invalid("status." + field, status[field]?.DeepClone(), problem);
    }

    private static void Times(ErrorList errors, JsonObject status, JsonObject before)
    {
        const string Field = "status.completionTime";
        var (complete, time) = (Has(status, "Complete"), status.Text("completionTime"));
        if (!Changed("completionTime", status, before) && complete == Has(before, "Complete"))
            return;
        if (time is not null && !complete)
            errors.Invalid(Field, time, "cannot set completionTime when there is no Complete=True condition");
        if (time is null && complete)
            errors.Required(Field, "completionTime is required for Complete jobs");
        if (time is not null && status.Text("startTime") is { } start && string.CompareOrdinal(time, start) < 0)
            errors.Invalid(Field, time, "must be equal to or after `startTime`");
    }

    private static void Indexes(ErrorList errors, JsonObject status, JsonObject before, JsonObject spec)
    {
        var isIndexed = spec.Text("completionMode") == "Indexed";
        if (Changed("completedIndexes", status, before) && status.Text("completedIndexes") is { Length: > 0 } completed)
        {
            Format(errors, "completedIndexes", completed, spec);
            if (!isIndexed)
                errors.Invalid("status.completedIndexes", completed, "cannot set non-empty completedIndexes when non-indexed completion mode");
        }

        if (!Changed("failedIndexes", status, before) || status.Text("failedIndexes") is not { } failed)
            return;
        if (spec["backoffLimitPerIndex"] is not null)
            Format(errors, "failedIndexes", failed, spec);
        else
            errors.Invalid("status.failedIndexes", failed, "cannot set non-null failedIndexes when backoffLimitPerIndex is null");
    }

    private static void Format(ErrorList errors, string name, string text, JsonObject spec)
    {
        if (text.Length > 0 && spec["completions"].Number is { } completions && IndexProblem(text, completions) is { } problem)
            errors.Invalid("status." + name, text, $"error parsing {name}: {problem}");
    }

    /// <summary>Ascending numbers and ranges, <c>0,2-4,7</c>.</summary>
    private static string? IndexProblem(string text, double completions)
    {
        var last = -1;
        foreach (var range in text.Split(','))
        {
            var ends = range.Split('-');
            if (ends.Length > 2)
                return $"the fragment \"{range}\" violates the requirement that an index interval can have at most two parts separated by '-'";
            foreach (var end in ends)
            {
                if (!int.TryParse(end, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
                    return $"cannot convert string to integer for index: \"{end}\"";
                if (index >= completions)
                    return $"too large index: \"{end}\"";
                if (index <= last)
                    return $"non-increasing order, previous: {last}, current: {index}";
                last = index;
            }
        }

        return null;
    }

    private static void NotLess(ErrorList errors, JsonObject status, JsonObject before, string field, string problem)
    {
        if ((status[field].Number ?? 0) < (before[field].Number ?? 0))
            errors.Invalid("status." + field, status[field]?.DeepClone() ?? 0, problem);
    }

    private static bool Changed(string field, JsonObject status, JsonObject before) => !JsonNode.DeepEquals(status[field], before[field]);

    private static bool Has(JsonObject status, string type) => status.Objects("conditions").Any(condition => condition.Text("type") == type && condition.Text("status") == "True");

    /// <summary>Without the value, which would be all of them.</summary>
    private static void Conditions(ErrorList errors, string problem) => errors.Add(new FieldError("FieldValueInvalid", "status.conditions", "Invalid value: " + problem));
}
