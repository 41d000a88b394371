using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Validation.Statuses;

/// <summary>Conditions of the type that kinds share (<c>meta/v1</c>).</summary>
internal static partial class ConditionValidation
{
    private const int LongestReason = 1024;
    private const int LongestMessage = 32 * 1024;
    private static readonly string[] s_statuses = ["False", "True", "Unknown"];

    [GeneratedRegex("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$", RegexOptions.ExplicitCapture)]
    private static partial Regex ReasonPattern();

    public static void Validate(ErrorList errors, JsonObject status)
    {
        var types = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, condition) in status.Objects("conditions").Index())
        {
            var field = $"status.conditions[{i}]";
            var type = condition.Text("type") ?? "";
            if (!types.Add(type))
                errors.Add(FieldError.Duplicate(field + ".type", type));
            errors.QualifiedName(field + ".type", type);
            errors.OneOf(field + ".status", condition["status"]?.DeepClone(), s_statuses);
            if (condition["observedGeneration"].Number < 0)
                errors.Invalid(field + ".observedGeneration", condition["observedGeneration"]?.DeepClone(), "must be greater than or equal to zero");
            if (condition["lastTransitionTime"] is null)
                errors.Required(field + ".lastTransitionTime");
            Reason(errors, field + ".reason", condition.Text("reason") ?? "");
            if (condition.Text("message")?.Length > LongestMessage)
                errors.Add(FieldError.TooLong(field + ".message", LongestMessage));
        }
    }

    private static void Reason(ErrorList errors, string field, string reason)
    {
        if (!errors.Needed(field, reason))
            return;
        if (!ReasonPattern().IsMatch(reason))
        {
            errors.Invalid(field, reason, "a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', and must end with an alphanumeric character or '_' "
                + "(e.g. 'my_name',  or 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  or 'ReasonA:ReasonB', regex used for validation is '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?')");
        }

        if (reason.Length > LongestReason)
            errors.Add(FieldError.TooLong(field, LongestReason));
    }
}
