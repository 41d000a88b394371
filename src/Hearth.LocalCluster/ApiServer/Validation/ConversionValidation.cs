using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>How objects of a definition get from one version to another.</summary>
internal static class ConversionValidation
{
    private const string Field = "spec.conversion";

    public static void Validate(ErrorList errors, JsonObject spec)
    {
        var conversion = spec.Map("conversion") ?? [];
        var strategy = conversion.Text("strategy") ?? "";
        errors.NeededOneOf(Field + ".strategy", conversion["strategy"], ["None", "Webhook"]);
        if (spec.IsTrue("preserveUnknownFields") && strategy is not ("" or "None"))
            errors.Invalid(Field + ".strategy", strategy, "must be None if spec.preserveUnknownFields is true");
        if (strategy == "Webhook")
            Webhook(errors, conversion.Map("webhook") ?? []);
        else if (conversion.Map("webhook") is { } hook)
            Unused(errors, hook);
    }

    private static void Webhook(ErrorList errors, JsonObject hook)
    {
        const string Client = Field + ".webhookClientConfig";
        if (hook.Map("clientConfig") is { } client)
            WebhookValidation.Client(errors, client, Client);
        else
            errors.Required(Client, "required when strategy is set to Webhook");
        Versions(errors, hook, Field + ".conversionReviewVersions");
    }

    private static void Versions(ErrorList errors, JsonObject hook, string at)
    {
        var versions = (hook.List("conversionReviewVersions") ?? []).Select(version => version.Text ?? "").ToArray();
        if (versions.Length == 0)
        {
            errors.Required(at);
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < versions.Length; i++)
        {
            if (!seen.Add(versions[i]))
                errors.Invalid($"{at}[{i}]", versions[i], "duplicate version");
            errors.InvalidEach($"{at}[{i}]", versions[i], Names.Label1035Problems(versions[i]));
        }

        if (!seen.Contains("v1") && !seen.Contains("v1beta1"))
            errors.Invalid(at, hook["conversionReviewVersions"]?.DeepClone(), "must include at least one of v1, v1beta1");
    }

    private static void Unused(ErrorList errors, JsonObject hook)
    {
        if (hook.Map("clientConfig") is not null)
            errors.Forbidden(Field + ".webhookClientConfig", "should not be set when strategy is not set to Webhook");
        if (hook.List("conversionReviewVersions") is { Count: > 0 })
            errors.Forbidden(Field + ".conversionReviewVersions", "should not be set when strategy is not set to Webhook");
    }
}
