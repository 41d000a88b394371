using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Validation;

namespace Hearth.LocalCluster.ApiServer.CustomResources;

/// <summary>Groups of Kubernetes' own community are taken where an annotation says who approved them, or that nobody did.</summary>
internal static class ApiApproval
{
    private const string Annotation = "api-approved.kubernetes.io";
    private const string See = ", see https://github.com/kubernetes/enhancements/pull/1111";
    private const string Need = "protected groups must have approval annotation \"" + Annotation + "\"";

    private enum State
    {
        Missing,
        Invalid,
        Bypassed,
        Approved,
    }

    /// <summary>The condition that a definition of such a group has; null for others.</summary>
    public static (string Status, string Reason, string Message)? Condition(JsonObject definition)
    {
        if (!IsProtected(definition))
            return null;
        var (state, reason) = Of(definition);
        return state switch
        {
            State.Approved => ("True", "ApprovedAnnotation", reason),
            State.Bypassed => ("False", "UnapprovedAnnotation", reason),
            State.Invalid => ("False", "InvalidAnnotation", reason),
            _ => ("False", "MissingAnnotation", reason),
        };
    }

    public static void Validate(ErrorList errors, JsonObject definition, JsonObject? old)
    {
        if (!IsProtected(definition))
            return;
        var (state, reason) = Of(definition);
        if (old is not null && Of(old).State == state)
            return;
        if (state == State.Missing)
            errors.Required($"metadata.annotations[{Annotation}]", reason);
        else if (state == State.Invalid)
            errors.Invalid($"metadata.annotations[{Annotation}]", Text(definition), reason);
    }

    private static bool IsProtected(JsonObject definition)
    {
        var group = definition.Map("spec")?.Text("group") ?? "";
        return group is "k8s.io" or "kubernetes.io" || group.EndsWith(".k8s.io", StringComparison.Ordinal) || group.EndsWith(".kubernetes.io", StringComparison.Ordinal);
    }

    private static (State State, string Reason) Of(JsonObject definition)
    {
        var text = Text(definition);
        if (text.Length == 0)
            return (State.Missing, Need + See);
        if (text.StartsWith("unapproved", StringComparison.Ordinal))
            return (State.Bypassed, $"not approved: \"{text}\"");
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Host.Length > 0
            ? (State.Approved, $"approved in {text}")
            : (State.Invalid, Need + " with either a URL or a reason starting with \"unapproved\"" + See);
    }

    private static string Text(JsonObject definition) => definition.Map("metadata")?.Map("annotations")?.Text(Annotation) ?? "";
}
