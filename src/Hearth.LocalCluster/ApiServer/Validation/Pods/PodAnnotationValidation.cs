using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Pods;

namespace Hearth.LocalCluster.ApiServer.Validation.Pods;

/// <summary>Annotations that mean something to servers: older ways to say what fields say now, costs, and pods that mirror files of a node.</summary>
internal static class PodAnnotationValidation
{
    private const string Mirror = "kubernetes.io/config.mirror";
    private const string Cost = "controller.kubernetes.io/pod-deletion-cost";
    private const string Tolerations = "scheduler.alpha.kubernetes.io/tolerations";

    public static void Validate(ErrorList errors, JsonObject? annotations, JsonObject spec, string field)
    {
        if (annotations is null)
            return;
        if (annotations.Text(Mirror) is { } mirror && string.IsNullOrEmpty(spec.Text("nodeName")))
            errors.Invalid($"{field}[{Mirror}]", mirror, "must set spec.nodeName if mirror pod annotation is set");
        if (annotations.Text(Tolerations) is { Length: > 0 } tolerations)
            Tolerated(errors, tolerations, field);
        if (annotations.Text(Cost) is { } cost && !IsCost(cost))
            errors.Invalid($"{field}[{Cost}]", cost, "must be a 32bit integer");
        foreach (var (name, value) in annotations)
        {
            if (name == ProfileAnnotations.Seccomp || name.StartsWith(ProfileAnnotations.ContainerSeccomp, StringComparison.Ordinal))
                Profile(errors, value.Text ?? "", $"{field}.{name}");
            else if (name.StartsWith(ProfileAnnotations.AppArmor, StringComparison.Ordinal))
                Confined(errors, spec, name[ProfileAnnotations.AppArmor.Length..], value.Text ?? "", $"{field}[{name}]");
        }
    }

    private static void Tolerated(ErrorList errors, string text, string field)
    {
        try
        {
            var list = JsonReader.Read(System.Text.Encoding.UTF8.GetBytes(text)) as JsonArray;
            PlacementValidation.Tolerations(errors, new JsonObject { ["tolerations"] = list?.DeepClone() }, $"{field}.{Tolerations}");
        }
        catch (JsonException exception)
        {
            errors.Invalid(field, Tolerations, exception.Message);
        }
    }

    private static bool IsCost(string text) => !(text.Length > 1 && (text[0] == '0' || text.StartsWith("-0", StringComparison.Ordinal)) || text.StartsWith('+'))
        && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    private static void Profile(ErrorList errors, string profile, string field)
    {
        if (profile.StartsWith("localhost/", StringComparison.Ordinal))
            errors.DescendingPath(field, profile["localhost/".Length..]);
        else if (profile is not ("runtime/default" or "docker/default" or "unconfined"))
            errors.Invalid(field, profile, "must be a valid seccomp profile");
    }

    private static void Confined(ErrorList errors, JsonObject spec, string container, string profile, string field)
    {
        if (!WindowsValidation.Containers(spec, "").Any(entry => entry.Container.Text("name") == container))
            errors.Invalid(field, container, "container not found");
        if (profile is not ("" or "runtime/default" or "unconfined") && !profile.StartsWith("localhost/", StringComparison.Ordinal))
            errors.Invalid(field, profile, $"invalid AppArmor profile name: \"{profile}\"");
    }

    /// <summary>What a node's own pods are can be said once; the old confinement of containers as well.</summary>
    public static void ValidateUpdate(ErrorList errors, JsonObject? annotations, JsonObject? old, JsonObject spec, string field)
    {
        foreach (var (name, value) in old ?? [])
        {
            if (annotations?.Text(name) is not { } kept || kept != value.Text)
                Refuse(errors, name, "may not remove or update", field);
        }

        foreach (var (name, _) in annotations ?? [])
        {
            if (old?.ContainsKey(name) != true)
                Refuse(errors, name, "may not add", field);
        }

        Validate(errors, annotations, spec, field);
    }

    private static void Refuse(ErrorList errors, string name, string what, string field)
    {
        if (name.StartsWith(ProfileAnnotations.AppArmor, StringComparison.Ordinal))
            errors.Forbidden($"{field}[{name}]", what + " AppArmor annotations");
        if (name == Mirror)
            errors.Forbidden($"{field}[{name}]", what + " mirror pod annotation");
    }
}
