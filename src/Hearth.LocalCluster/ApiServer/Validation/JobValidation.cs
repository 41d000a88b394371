using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Selection;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Jobs, and the jobs of CronJobs.</summary>
internal static class JobValidation
{
    private const string NeedsIndexes = "requires indexed completion mode";
    private static readonly System.Buffers.SearchValues<char> s_pathLetters = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-._~%!$&'()*+,;=:");

    public static void Validate(ErrorList errors, JsonObject job)
    {
        var spec = job.Map("spec") ?? [];
        Generated(errors, job, spec);
        SpecWithSelector(errors, spec);
        if (spec.Text("completionMode") == "Indexed" && spec["completions"].Number is > 0 and var completions)
        {
            var host = $"{job.Map("metadata")?.Text("name")}-{completions - 1}";
            if (Names.LabelProblems(host).Any())
                errors.Invalid("metadata.name", job.Map("metadata")?.Text("name") ?? "", "will not able to create pod with invalid DNS label: " + host);
        }
    }

    public static void SpecWithSelector(ErrorList errors, JsonObject spec)
    {
        Spec(errors, spec, "spec");
        var selector = spec.Map("selector");
        if (selector is null)
            errors.Required("spec.selector");
        else
            errors.Selector("spec.selector", selector);
        var labels = spec.Map("template")?.Map("metadata")?.Map("labels");
        if (selector is null || WorkloadValidation.IsSelector(selector) && !Selectors.Matches(selector, labels))
            errors.Invalid("spec.template.metadata.labels", WorkloadValidation.Shown(labels), "`selector` does not match template `labels`");
    }

    /// <summary>Where the server chooses the selector, nobody else may.</summary>
    private static void Generated(ErrorList errors, JsonObject job, JsonObject spec)
    {
        if (spec.IsTrue("manualSelector") || spec.Map("selector") is not { } selector)
            return;
        var metadata = job.Map("metadata") ?? [];
        var labels = spec.Map("template")?.Map("metadata")?.Map("labels") ?? [];
        (string Name, string Value)[] expected =
        [
            ("controller-uid", metadata.Text("uid") ?? ""), ("job-name", metadata.Text("name") ?? ""),
            ("batch.kubernetes.io/controller-uid", metadata.Text("uid") ?? ""), ("batch.kubernetes.io/job-name", metadata.Text("name") ?? ""),
        ];
        foreach (var (name, value) in expected)
        {
            if (labels.Text(name) is not { } found)
                errors.Required($"spec.template.metadata.labels[{name}]", $"must be '{value}'");
            else if (found != value)
                errors.Invalid($"spec.template.metadata.labels[{name}]", ErrorList.Sorted(labels), $"must be '{value}'");
        }

        if (WorkloadValidation.IsSelector(selector) && !Selectors.Matches(selector, new JsonObject(expected.Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Name, entry.Value)))))
            errors.Invalid("spec.selector", ErrorList.Shown(selector), "`selector` not auto-generated");
    }

    private static void Spec(ErrorList errors, JsonObject spec, string field)
    {
        foreach (var name in (ReadOnlySpan<string>)["parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished", "backoffLimitPerIndex", "maxFailedIndexes"])
            errors.NotNegative($"{field}.{name}", spec[name]);
        if (spec["maxFailedIndexes"] is not null && spec["backoffLimitPerIndex"] is null)
            errors.Required(field + ".backoffLimitPerIndex", "when maxFailedIndexes is specified");
        if (spec.Text("managedBy") is { } manager)
            ManagedBy(errors, manager, field + ".managedBy");
        Completion(errors, spec, field);
        if (spec.Map("podFailurePolicy") is { } failures)
            JobPolicyValidation.Failure(errors, spec, failures, field + ".podFailurePolicy");
        if (spec.Map("successPolicy") is { } success)
        {
            if (spec.Text("completionMode") != "Indexed")
                errors.Invalid(field + ".successPolicy", errors.InMemory("batch.v1.SuccessPolicy", success, field + ".successPolicy"), NeedsIndexes);
            else
                JobPolicyValidation.Success(errors, spec, success, field + ".successPolicy");
        }

        if (spec["podReplacementPolicy"] is { } replacement)
        {
            if (spec.Map("podFailurePolicy") is not null)
                errors.OneOf(field + ".podReplacementPolicy", replacement, ["Failed"]);
            else
                errors.OneOf(field + ".podReplacementPolicy", replacement, ["Failed", "TerminatingOrFailed"]);
        }

        PodValidation.Template(errors, spec.Map("template") ?? [], field + ".template");
        RestartPolicy(errors, spec, field + ".template.spec.restartPolicy");
    }

    private static void ManagedBy(ErrorList errors, string manager, string field)
    {
        var slash = manager.IndexOf('/', StringComparison.Ordinal);
        if (manager.Length == 0)
            errors.Required(field);
        else if (slash < 1 || slash == manager.Length - 1)
            errors.Invalid(field, manager, "must be a domain-prefixed path (such as \"acme.io/foo\")");
        else
            Path(errors, manager[..slash], manager[(slash + 1)..], field);
        if (manager.Length > 63)
            errors.Add(FieldError.TooLong(field, 63));
    }

    private static void Path(ErrorList errors, string host, string path, string field)
    {
        errors.InvalidEach(field, host, Names.SubdomainProblems(host));
        if (path.AsSpan().ContainsAnyExcept(s_pathLetters))
            errors.Invalid(field, path, "Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')");
    }

    private static void Completion(ErrorList errors, JsonObject spec, string field)
    {
        var mode = spec.Text("completionMode");
        errors.OptionalOneOf(field + ".completionMode", mode, ["NonIndexed", "Indexed"], sorted: false);
        if (mode == "Indexed")
        {
            if (spec["completions"] is null)
                errors.Required(field + ".completions", "when completion mode is Indexed");
            if (spec["parallelism"].Number > 100_000)
                errors.Invalid(field + ".parallelism", spec["parallelism"]?.DeepClone(), "must be less than or equal to 100000 when completion mode is Indexed");
            if (spec["completions"].Number is { } completions && spec["maxFailedIndexes"].Number > completions)
                errors.Invalid(field + ".maxFailedIndexes", spec["maxFailedIndexes"]?.DeepClone(), "must be less than or equal to completions");
            if (spec["maxFailedIndexes"].Number > 100_000)
                errors.Invalid(field + ".maxFailedIndexes", spec["maxFailedIndexes"]?.DeepClone(), "must be less than or equal to 100000");
            if (spec["completions"].Number > 100_000 && spec["backoffLimitPerIndex"] is not null)
            {
                if (spec["maxFailedIndexes"] is null)
                    errors.Required(field + ".maxFailedIndexes", "must be specified when completions is above 100000");
                if (spec["parallelism"].Number > 10_000)
                    errors.Invalid(field + ".parallelism", spec["parallelism"]?.DeepClone(), "must be less than or equal to 10000 when completions are above 100000 and used with backoff limit per index");
                if (spec["maxFailedIndexes"].Number > 10_000)
                    errors.Invalid(field + ".maxFailedIndexes", spec["maxFailedIndexes"]?.DeepClone(), "must be less than or equal to 10000 when completions are above 100000 and used with backoff limit per index");
            }
        }
        else if (mode is null or "NonIndexed")
        {
            foreach (var name in (ReadOnlySpan<string>)["backoffLimitPerIndex", "maxFailedIndexes"])
            {
                if (spec[name] is { } limit)
                    errors.Invalid($"{field}.{name}", limit.DeepClone(), NeedsIndexes);
            }
        }
    }

    private static void RestartPolicy(ErrorList errors, JsonObject spec, string field)
    {
        var policy = spec.Map("template")?.Map("spec")?.Text("restartPolicy") ?? "";
        if (policy is "Always" or "")
            errors.Required(field, "valid values: \"OnFailure\", \"Never\"");
        else if (policy is not ("OnFailure" or "Never"))
            errors.OneOf(field, policy, ["OnFailure", "Never"], sorted: false);
        else if (policy != "Never" && spec.Map("podFailurePolicy") is not null)
            errors.Invalid(field, policy, "only \"Never\" is supported when podFailurePolicy is specified");
    }

    public static void CronJob(ErrorList errors, JsonObject value)
    {
        var spec = value.Map("spec") ?? [];
        if (errors.Needed("spec.schedule", spec.Text("schedule")))
            Schedule(errors, spec.Text("schedule")!, spec.Text("timeZone"));
        errors.NotNegative("spec.startingDeadlineSeconds", spec["startingDeadlineSeconds"]);
        TimeZone(errors, spec.Text("timeZone"));
        errors.NeededOneOf("spec.concurrencyPolicy", spec["concurrencyPolicy"], ["Allow", "Forbid", "Replace"]);
        var job = spec.Map("jobTemplate")?.Map("spec") ?? [];
        Spec(errors, job, "spec.jobTemplate.spec");
        if (job.Map("selector") is { } selector)
            errors.Invalid("spec.jobTemplate.spec.selector", ErrorList.Shown(selector), "`selector` will be auto-generated");
        if (job.IsTrue("manualSelector"))
            errors.Add(FieldError.NotSupportedAsListed("spec.jobTemplate.spec.manualSelector", true, ["nil", "false"]));
        errors.NotNegative("spec.successfulJobsHistoryLimit", spec["successfulJobsHistoryLimit"]);
        errors.NotNegative("spec.failedJobsHistoryLimit", spec["failedJobsHistoryLimit"]);
        if (value.Map("metadata")?.Text("name") is { Length: > 52 } name)
            errors.Invalid("metadata.name", name, "must be no more than 52 characters");
    }

    private static void Schedule(ErrorList errors, string schedule, string? zone)
    {
        if (CronText.Problem(schedule) is { } problem)
            errors.Invalid("spec.schedule", schedule, problem);
        if (!schedule.Contains("TZ", StringComparison.Ordinal))
            return;
        if (zone is not null)
            errors.Invalid("spec.schedule", schedule, "cannot use both timeZone field and TZ or CRON_TZ in schedule");
        else
            errors.Invalid("spec.schedule", schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
    }

    private static void TimeZone(ErrorList errors, string? zone)
    {
        if (zone is null)
            return;
        if (zone.Length == 0)
            errors.Invalid("spec.timeZone", zone, "timeZone must be nil or non-empty string");
        if (zone.Equals("Local", StringComparison.OrdinalIgnoreCase))
            errors.Invalid("spec.timeZone", zone, "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
        if (zone is not ("" or "Local") && !(TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known) && known.HasIanaId && known.Id == zone))
            errors.Invalid("spec.timeZone", zone, zone.Split('/').Contains("..") ? "unknown time zone " + zone : CronText.ZoneProblem(zone));
    }
}
