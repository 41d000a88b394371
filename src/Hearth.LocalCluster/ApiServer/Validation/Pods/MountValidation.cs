using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Validation.Pods;

/// <summary>Volumes in containers: as folders and as devices.</summary>
internal static class MountValidation
{
    public static void Validate(ErrorList errors, JsonObject container, string at, IReadOnlyDictionary<string, JsonObject> volumes)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (mount, i) in container.Objects("volumeMounts").Select((mount, i) => (mount, i)))
            Mount(errors, container, mount, $"{at}.volumeMounts", i, volumes, paths);
        Devices(errors, container, at + ".volumeDevices", volumes);
    }

    private static void Mount(ErrorList errors, JsonObject container, JsonObject mount, string list, int i, IReadOnlyDictionary<string, JsonObject> volumes, HashSet<string> paths)
    {
        var at = $"{list}[{i}]";
        var (name, path) = (mount.Text("name") ?? "", mount.Text("mountPath") ?? "");
        errors.Needed(at + ".name", name);
        if (!volumes.ContainsKey(name))
            errors.Add(FieldError.NotFound(at + ".name", name));
        errors.Needed(at + ".mountPath", path);
        if (!paths.Add(path))
            errors.Invalid(at + ".mountPath", path, "must be unique");
        if (container.Objects("volumeDevices").Any(device => device.Text("name") == name))
            errors.Invalid(at + ".name", name, "must not already exist in volumeDevices");
        if (container.Objects("volumeDevices").Any(device => device.Text("devicePath") == path))
            errors.Invalid(at + ".mountPath", path, "must not already exist as a path in volumeDevices");
        if (volumes.GetValueOrDefault(name)?.ContainsKey("image") == true)
        {
            foreach (var field in (ReadOnlySpan<string>)["subPath", "subPathExpr"])
            {
                if (!string.IsNullOrEmpty(mount.Text(field)))
                    errors.Invalid($"{at}.{field}", mount.Text(field), "not allowed in image volume sources");
            }
        }

        if (mount.Text("subPath") is { Length: > 0 } below)
            errors.DescendingPath(list + ".subPath", below);
        if (mount.Text("subPathExpr") is { Length: > 0 } expression)
        {
            if (!string.IsNullOrEmpty(mount.Text("subPath")))
                errors.Invalid(at + ".subPathExpr", expression, "subPathExpr and subPath are mutually exclusive");
            errors.DescendingPath(list + ".subPathExpr", expression);
        }

        errors.OptionalOneOf(list + ".mountPropagation", mount["mountPropagation"], ["Bidirectional", "HostToContainer", "None"]);
        if (mount.Text("mountPropagation") == "Bidirectional" && container.Map("securityContext")?.IsTrue("privileged") != true)
            errors.Forbidden(list + ".mountPropagation", "Bidirectional mount propagation is available only to privileged containers");
        ReadOnly(errors, mount, list + ".recursiveReadOnly");
    }

    private static void ReadOnly(ErrorList errors, JsonObject mount, string field)
    {
        if (mount.Text("recursiveReadOnly") is not { } recursive)
            return;
        errors.OneOf(field, recursive, ["Disabled", "Enabled", "IfPossible"]);
        if (recursive is not ("Enabled" or "IfPossible"))
            return;
        if (!mount.IsTrue("readOnly"))
            errors.Forbidden(field, "may only be specified when readOnly is true");
        if (mount.Text("mountPropagation") is not (null or "None"))
            errors.Forbidden(field, "may only be specified when mountPropagation is None or not specified");
    }

    private static void Devices(ErrorList errors, JsonObject container, string field, IReadOnlyDictionary<string, JsonObject> volumes)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (device, i) in container.Objects("volumeDevices").Select((device, i) => (device, i)))
        {
            var at = $"{field}[{i}]";
            var (name, path) = (device.Text("name") ?? "", device.Text("devicePath") ?? "");
            errors.Needed(at + ".name", name);
            if (names.Contains(name))
                errors.Invalid(at + ".name", name, "must be unique");
            if (!volumes.TryGetValue(name, out var volume))
                errors.Add(FieldError.NotFound(at + ".name", name));
            else if (!volume.ContainsKey("persistentVolumeClaim") && !volume.ContainsKey("ephemeral"))
                errors.Invalid(at + ".name", name, "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode");
            errors.Needed(at + ".devicePath", path);
            if (paths.Contains(path))
                errors.Invalid(at + ".devicePath", path, "must be unique");
            if (path.Split('/').Contains(".."))
                errors.Invalid(at + ".devicePath", path, "can not contain backsteps ('..')");
            else
                paths.Add(path);
            if (container.Objects("volumeMounts").Any(mount => mount.Text("name") == name))
                errors.Invalid(at + ".name", name, "must not already exist in volumeMounts");
            if (container.Objects("volumeMounts").Any(mount => mount.Text("mountPath") == path))
                errors.Invalid(at + ".devicePath", path, "must not already exist as a path in volumeMounts");
            if (name.Length > 0)
                names.Add(name);
        }
    }
}
