using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Selection;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>What the kinds that keep a number of pods share: selectors, templates, amounts of pods.</summary>
internal static class WorkloadValidation
{
    public static void Selector(ErrorList errors, JsonObject spec, string owner)
    {
        var selector = spec.Map("selector");
        if (selector is null)
        {
            errors.Required("spec.selector");
            return;
        }

        errors.Selector("spec.selector", selector);
        if (selector.Count == 0)
            errors.Invalid("spec.selector", ErrorList.Shown(selector), "empty selector is invalid for " + owner);
    }

    public static void Template(ErrorList errors, JsonObject spec, JsonObject? selector, string owner)
    {
        if (selector is not null && !IsSelector(selector))
        {
            errors.Invalid("spec.selector", ErrorList.Shown(selector), "invalid label selector");
            return;
        }

        Matching(errors, spec, selector);
        PodValidation.Template(errors, spec.Map("template") ?? [], "spec.template");
        AlwaysRunning(errors, spec, owner);
    }

    public static bool IsSelector(JsonObject selector)
    {
        var errors = new ErrorList();
        errors.Selector("", selector);
        return errors.All.Count == 0;
    }

    public static void Matching(ErrorList errors, JsonObject spec, JsonObject? selector)
    {
        var labels = spec.Map("template")?.Map("metadata")?.Map("labels");
        if (selector is null || selector.Count > 0 && !Selectors.Matches(selector, labels))
            errors.Invalid("spec.template.metadata.labels", Shown(labels), "`selector` does not match template `labels`");
    }

    public static JsonObject? Shown(JsonObject? labels) => labels is null ? null : ErrorList.Sorted(labels);

    public static void AlwaysRunning(ErrorList errors, JsonObject spec, string owner)
    {
        var pod = spec.Map("template")?.Map("spec") ?? [];
        errors.OneOf("spec.template.spec.restartPolicy", pod["restartPolicy"] ?? "", ["Always"]);
        if (pod["activeDeadlineSeconds"] is not null)
            errors.Forbidden("spec.template.spec.activeDeadlineSeconds", $"activeDeadlineSeconds in {owner} is not Supported");
    }

    public static long Amount(JsonNode? value) =>
        value.Text is { } text ? long.TryParse(text.TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out var percent) ? percent : 0 : value.Number ?? 0;

    public static void AtMostAll(ErrorList errors, string field, JsonNode? value)
    {
        if (value.Text is { } text && text.EndsWith('%') && Amount(value) > 100)
            errors.Invalid(field, text, "must not be greater than 100%");
    }

    /// <summary>Which pods belong to it never changes.</summary>
    public static void SameSelector(ErrorList errors, JsonObject value, JsonObject old)
    {
        var selector = value.Map("spec")?.Map("selector");
        if (!JsonNode.DeepEquals(selector, old.Map("spec")?["selector"]))
            errors.Invalid("spec.selector", selector is null ? null : ErrorList.Shown(selector), "field is immutable");
    }
}
