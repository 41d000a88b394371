using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Pods;

namespace Hearth.LocalCluster.ApiServer.Validation.Pods;

/// <summary>Where a pod states its profiles of seccomp and AppArmor by annotations of old and by fields, both must say the same.</summary>
internal static class ProfileAnnotationValidation
{
    private const string Local = "localhost/";

    public static void Validate(ErrorList errors, JsonObject pod, JsonObject spec, string field)
    {
        if (pod.Map("metadata")?.Map("annotations") is not { Count: > 0 } annotations)
            return;
        Compare(errors, "seccomp", annotations.Text(ProfileAnnotations.Seccomp), Profile(spec, "seccompProfile"), field + ".securityContext.seccompProfile");
        var containers = WindowsValidation.Containers(spec, field).ToArray();
        foreach (var (container, path) in containers)
            Compare(errors, "seccomp", annotations.Text(ProfileAnnotations.ContainerSeccomp + container.Text("name")), Profile(container, "seccompProfile"), path + ".securityContext.seccompProfile");
        if (spec.Map("os")?.Text("name") == "windows")
            return;
        foreach (var (container, path) in containers)
        {
            var profile = Profile(container, "appArmorProfile") ?? Profile(spec, "appArmorProfile");
            Compare(errors, "apparmor", annotations.Text(ProfileAnnotations.AppArmor + container.Text("name")), profile, path + ".securityContext.appArmorProfile");
        }
    }

    private static JsonObject? Profile(JsonObject owner, string name) => owner.Map("securityContext")?.Map(name);

    private static void Compare(ErrorList errors, string what, string? annotation, JsonObject? profile, string field)
    {
        if (annotation is null || profile is null)
            return;
        var isSame = profile.Text("type") switch
        {
            "Unconfined" => annotation == "unconfined",
            "RuntimeDefault" => annotation == "runtime/default" || what == "seccomp" && annotation == "docker/default",
            "Localhost" => annotation.StartsWith(Local, StringComparison.Ordinal),
            _ => true,
        };
        if (!isSame)
            errors.Forbidden(field + ".type", $"{what} type in annotation and field must match");
        else if (profile.Text("type") == "Localhost" && annotation[Local.Length..] != profile.Text("localhostProfile"))
            errors.Forbidden(field + ".localhostProfile", $"{what} profile in annotation and field must match");
    }
}
