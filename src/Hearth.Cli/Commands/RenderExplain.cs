using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Spark.Configuration;
using Hearth.Spark.Submission;

namespace Hearth.Cli.Commands;

/// <summary>Where each configuration key that the driver gets came from, and which values it overrode. Secrets are hidden.</summary>
internal static class RenderExplain
{
    private const string Submission = "written by the submission";
    private const string Hidden = "*********(redacted)";

    public static void Write(SubmissionRequest request, SubmissionPlan plan, string? format, TextWriter output)
    {
        var settings = plan.Properties
            .OrderBy(property => property.Key, StringComparer.Ordinal)
            .Select(property => Won(request.Conf.Find(property.Key), property.Key, property.Value))
            .ToArray();
        if (format == "json")
            output.WriteLine(new JsonArray([.. settings.Select(ToJson)]).ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        else
            WriteText(settings, output);
    }

    // A value that the submission changed has the user's as the one it overrode.
    private static SparkSetting Won(SparkSetting? given, string key, string value)
    {
        if (given is null)
            return new(key, value, Submission);
        return given.Value == value ? given : new(key, value, Submission) { Overridden = [given, .. given.Overridden] };
    }

    private static void WriteText(SparkSetting[] settings, TextWriter output)
    {
        foreach (var setting in settings)
        {
            output.WriteLine($"{setting.Key} = {Value(setting)}");
            output.WriteLine(setting.Origin is Submission or SubmitPreparation.Derived ? $"    {Submission}" : $"    from {setting.Origin}");
            foreach (var lost in setting.Overridden)
                output.WriteLine($"    over {Value(lost)} from {lost.Origin}");
        }
    }

    private static JsonObject ToJson(SparkSetting setting) => new()
    {
        ["key"] = setting.Key,
        ["value"] = Value(setting),
        ["origin"] = setting.Origin,
        ["overridden"] = new JsonArray([.. setting.Overridden.Select(lost => new JsonObject { ["value"] = Value(lost), ["origin"] = lost.Origin })]),
    };

    private static string Value(SparkSetting setting) => SubmitHelp.IsSecret(setting.Key) ? Hidden : setting.Value;
}
