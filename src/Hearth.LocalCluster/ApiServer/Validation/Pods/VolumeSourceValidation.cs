using System.Text.Json.Nodes;
using Hearth.Kube.Core.Quantities;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation.Pods;

/// <summary>Where a volume's content comes from; persistent volumes share most of these.</summary>
/// <param name="volumeName">The name of the persistent volume; null in a pod.</param>
internal sealed class VolumeSourceValidation(ErrorList errors, string? volumeName)
{
    private const string ModeProblem = "must be a number between 0 and 0777 (octal), both inclusive";

    /// <summary>Sources that ask for nothing but some fields.</summary>
    private static readonly Dictionary<string, string[]> s_needed = new(StringComparer.Ordinal)
    {
        ["persistentVolumeClaim"] = ["claimName"], ["glusterfs"] = ["endpoints", "path"], ["rbd"] = ["monitors", "image"], ["cinder"] = ["volumeID"], ["cephfs"] = ["monitors"],
        ["azureFile"] = ["secretName", "shareName"], ["vsphereVolume"] = ["volumePath"], ["photonPersistentDisk"] = ["pdID"], ["portworxVolume"] = ["volumeID"],
        ["scaleIO"] = ["gateway", "system", "volumeName"], ["gcePersistentDisk"] = ["pdName"], ["awsElasticBlockStore"] = ["volumeID"], ["gitRepo"] = ["repository"], ["flexVolume"] = ["driver"],
        ["azureDisk"] = ["diskName", "diskURI"],
    };

    public void Validate(string kind, JsonObject source, string field)
    {
        foreach (var name in s_needed.GetValueOrDefault(kind, []))
        {
            if (source[name] is null || source.Text(name) is "" || source.List(name) is { Count: 0 })
                errors.Required($"{field}.{name}");
        }

        switch (kind)
        {
            case "emptyDir":
                if (source.Text("sizeLimit") is { } limit && new Quantity(limit).TryGetValue(out var size) && size < 0)
                    errors.Forbidden(field + ".sizeLimit", "SizeLimit field must be a valid resource quantity");
                break;
            case "hostPath":
                HostPath(source, field);
                break;
            case "gitRepo":
                errors.DescendingPath(field + ".directory", source.Text("directory") ?? "");
                break;
            case "gcePersistentDisk" or "awsElasticBlockStore":
                if (source["partition"].Number is < 0 or > 255)
                    errors.Invalid(field + ".partition", source["partition"]?.DeepClone(), "must be between 1 and 255, inclusive");
                break;
            case "secret":
                Items(source, field, "secretName");
                break;
            case "configMap":
                Items(source, field, "name");
                break;
            case "nfs":
                errors.Needed(field + ".server", source.Text("server"));
                errors.Needed(field + ".path", source.Text("path"));
                if (source.Text("path")?.StartsWith('/') != true)
                    errors.Invalid(field + ".path", source.Text("path") ?? "", "must be an absolute path");
                break;
            case "downwardAPI":
                Mode(errors, source["defaultMode"], field + ".defaultMode");
                foreach (var file in source.Objects("items"))
                    DownwardFile(errors, file, field);
                break;
            case "projected":
                ProjectedValidation.Validate(errors, source, field);
                break;
            case "ephemeral":
                if (source.Map("volumeClaimTemplate") is not { } template)
                    errors.Required(field + ".volumeClaimTemplate");
                else
                    ClaimTemplate(template, field + ".volumeClaimTemplate");
                break;
            case "image":
                errors.NeededOneOf(field + ".pullPolicy", source["pullPolicy"], ["Always", "IfNotPresent", "Never"]);
                break;
            default:
                new RemoteVolumeValidation(errors, volumeName).Validate(kind, source, field);
                break;
        }
    }

    private void HostPath(JsonObject source, string field)
    {
        if (!errors.Needed(field + ".path", source.Text("path")))
            return;
        errors.NoBacksteps(field + ".path", source.Text("path")!);
        errors.OptionalOneOf(field + ".type", source["type"], ["", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"]);
    }

    private void Items(JsonObject source, string field, string name)
    {
        errors.Needed($"{field}.{name}", source.Text(name));
        Mode(errors, source["defaultMode"], field + ".defaultMode");
        foreach (var (i, item) in source.Objects("items").Index())
            KeyToPath(errors, item, $"{field}.items[{i}]");
    }

    public static void KeyToPath(ErrorList errors, JsonObject item, string field)
    {
        errors.Needed(field + ".key", item.Text("key"));
        errors.Needed(field + ".path", item.Text("path"));
        LocalPath(errors, item.Text("path") ?? "", field + ".path");
        Mode(errors, item["mode"], field + ".mode");
    }

    public static void LocalPath(ErrorList errors, string path, string field)
    {
        errors.DescendingPath(field, path);
        if (path.StartsWith("..", StringComparison.Ordinal) && !path.StartsWith("../", StringComparison.Ordinal))
            errors.Invalid(field, path, "must not start with '..'");
    }

    public static void Mode(ErrorList errors, JsonNode? mode, string field)
    {
        if (mode.Number is < 0 or > 511)
            errors.Invalid(field, mode?.DeepClone(), ModeProblem);
    }

    public static void DownwardFile(ErrorList errors, JsonObject file, string field)
    {
        errors.Needed(field + ".path", file.Text("path"));
        LocalPath(errors, file.Text("path") ?? "", field + ".path");
        if (file.Map("fieldRef") is { } reference)
        {
            EnvironmentValidation.FileField(errors, reference, field + ".fieldRef");
            if (file.Map("resourceFieldRef") is not null)
                errors.Invalid(field, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously");
        }
        else if (file.Map("resourceFieldRef") is { } resource)
        {
            EnvironmentValidation.ContainerResource(errors, resource, field + ".resourceFieldRef", isFile: true);
        }
        else
        {
            errors.Required(field, "one of fieldRef and resourceFieldRef is required");
        }

        Mode(errors, file["mode"], field + ".mode");
    }

    private void ClaimTemplate(JsonObject template, string field)
    {
        var metadata = template.Map("metadata") ?? [];
        errors.AddAll(MetadataRules.Annotations(metadata.Map("annotations"), field + ".metadata.annotations"));
        errors.AddAll(MetadataRules.Labels(metadata.Map("labels"), field + ".metadata.labels"));
        foreach (var (name, value) in metadata)
        {
            if (name is not ("annotations" or "labels") && value is not null)
                errors.Forbidden($"{field}.metadata.{(name == "uid" ? "uID" : name)}", "cannot be set");
        }

        ClaimValidation.Spec(errors, template.Map("spec") ?? [], field + ".spec");
    }

    public static void DriverName(ErrorList errors, string? name, string field)
    {
        errors.Needed(field, name);
        if (name?.Length > 63)
            errors.Add(Http.FieldError.TooLong(field, 63));
        errors.InvalidEach(field, name ?? "", Names.SubdomainProblems((name ?? "").ToLowerInvariant()));
    }
}
