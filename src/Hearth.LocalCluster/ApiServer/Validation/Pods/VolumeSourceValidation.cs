using System.Text.Json.Nodes;
using Hearth.Kube.Core.Quantities;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation.Pods;

/// <summary>Where a volume's content comes from; persistent volumes share many of these.</summary>
internal static class VolumeSourceValidation
{
    private const string ModeProblem = "must be a number between 0 and 0777 (octal), both inclusive";

    /// <summary>Sources that ask for nothing but some fields.</summary>
    private static readonly Dictionary<string, string[]> s_needed = new(StringComparer.Ordinal)
    {
        ["persistentVolumeClaim"] = ["claimName"], ["glusterfs"] = ["endpoints", "path"], ["rbd"] = ["monitors", "image"], ["cinder"] = ["volumeID"], ["cephfs"] = ["monitors"],
        ["azureFile"] = ["secretName", "shareName"], ["vsphereVolume"] = ["volumePath"], ["photonPersistentDisk"] = ["pdID"], ["portworxVolume"] = ["volumeID"], ["storageos"] = ["volumeName"],
        ["scaleIO"] = ["gateway", "system", "volumeName"], ["gcePersistentDisk"] = ["pdName"], ["awsElasticBlockStore"] = ["volumeID"], ["gitRepo"] = ["repository"], ["flexVolume"] = ["driver"],
        ["quobyte"] = ["registry", "volume"], ["azureDisk"] = ["diskName", "diskURI"],
    };

    public static void Validate(ErrorList errors, string kind, JsonObject source, string field)
    {
        foreach (var name in s_needed.GetValueOrDefault(kind, []))
        {
            if (source[name] is null || source.Text(name) is "" || source.List(name) is { Count: 0 })
                errors.Required($"{field}.{name}", kind == "quobyte" && name == "registry" ? "must be a host:port pair or multiple pairs separated by commas" : "");
        }

        switch (kind)
        {
            case "emptyDir":
                if (source.Text("sizeLimit") is { } limit && new Quantity(limit).TryGetValue(out var size) && size < 0)
                    errors.Forbidden(field + ".sizeLimit", "SizeLimit field must be a valid resource quantity");
                break;
            case "hostPath":
                HostPath(errors, source, field);
                break;
            case "gitRepo":
                errors.DescendingPath(field + ".directory", source.Text("directory") ?? "");
                break;
            case "gcePersistentDisk" or "awsElasticBlockStore":
                errors.Range(field + ".partition", source["partition"], 0, 255);
                break;
            case "secret":
                Items(errors, source, field, "secretName");
                break;
            case "configMap":
                Items(errors, source, field, "name");
                break;
            case "nfs":
                errors.Needed(field + ".server", source.Text("server"));
                errors.Needed(field + ".path", source.Text("path"));
                if (source.Text("path")?.StartsWith('/') != true)
                    errors.Invalid(field + ".path", source.Text("path") ?? "", "must be an absolute path");
                break;
            case "iscsi":
                Iscsi(errors, source, field);
                break;
            case "flocker":
                Flocker(errors, source, field);
                break;
            case "downwardAPI":
                Mode(errors, source, field + ".defaultMode");
                foreach (var file in source.Objects("items"))
                    DownwardFile(errors, file, field);
                break;
            case "fc":
                FibreChannel(errors, source, field);
                break;
            case "projected":
                ProjectedValidation.Validate(errors, source, field);
                break;
            case "csi":
                Csi(errors, source, field);
                break;
            case "ephemeral":
                if (source.Map("volumeClaimTemplate") is not { } template)
                    errors.Required(field + ".volumeClaimTemplate");
                else
                    ClaimTemplate(errors, template, field + ".volumeClaimTemplate");
                break;
        }
    }

    public static void HostPath(ErrorList errors, JsonObject source, string field)
    {
        if (!errors.Needed(field + ".path", source.Text("path")))
            return;
        errors.NoBacksteps(field + ".path", source.Text("path")!);
        errors.OptionalOneOf(field + ".type", source["type"], ["", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"]);
    }

    private static void Items(ErrorList errors, JsonObject source, string field, string name)
    {
        errors.Needed($"{field}.{name}", source.Text(name));
        Mode(errors, source, field + ".defaultMode");
        foreach (var (item, i) in source.Objects("items").Select((item, i) => (item, i)))
            KeyToPath(errors, item, $"{field}.items[{i}]");
    }

    public static void KeyToPath(ErrorList errors, JsonObject item, string field)
    {
        errors.Needed(field + ".key", item.Text("key"));
        errors.Needed(field + ".path", item.Text("path"));
        LocalPath(errors, item.Text("path") ?? "", field + ".path");
        Mode(errors, item, field + ".mode");
    }

    public static void LocalPath(ErrorList errors, string path, string field)
    {
        errors.DescendingPath(field, path);
        if (path.StartsWith("..", StringComparison.Ordinal) && path != ".." && !path.StartsWith("../", StringComparison.Ordinal))
            errors.Invalid(field, path, "must not start with '..'");
    }

    public static void Mode(ErrorList errors, JsonObject source, string field)
    {
        if (source[field[(field.LastIndexOf('.') + 1)..]].Number is < 0 or > 511)
            errors.Invalid(field, source[field[(field.LastIndexOf('.') + 1)..]]?.DeepClone(), ModeProblem);
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

        Mode(errors, file, field + ".mode");
    }

    private static void Iscsi(ErrorList errors, JsonObject source, string field)
    {
        errors.Needed(field + ".targetPortal", source.Text("targetPortal"));
        var name = source.Text("iqn") ?? "";
        if (errors.Needed(field + ".iqn", name))
            InitiatorName(errors, name, field + ".iqn");
        errors.Range(field + ".lun", source["lun"], 0, 255);
        if ((source.IsTrue("chapAuthDiscovery") || source.IsTrue("chapAuthSession")) && source.Map("secretRef") is null)
            errors.Required(field + ".secretRef");
        if (source.Text("initiatorName") is { } initiator)
            InitiatorName(errors, initiator, field + ".initiatorname");
    }

    private static void InitiatorName(ErrorList errors, string name, string field)
    {
        if (!name.StartsWith("iqn", StringComparison.Ordinal) && !name.StartsWith("eui", StringComparison.Ordinal) && !name.StartsWith("naa", StringComparison.Ordinal))
            errors.Invalid(field, name, "must be valid format starting with iqn, eui, or naa");
    }

    private static void Flocker(ErrorList errors, JsonObject source, string field)
    {
        var (name, id) = (source.Text("datasetName") ?? "", source.Text("datasetUUID") ?? "");
        if (name.Length == 0 && id.Length == 0)
            errors.Required(field, "one of datasetName and datasetUUID is required");
        if (name.Length > 0 && id.Length > 0)
            errors.Invalid(field, "resource", "datasetName and datasetUUID can not be specified simultaneously");
        if (name.Contains('/', StringComparison.Ordinal))
            errors.Invalid(field + ".datasetName", name, "must not contain '/'");
    }

    private static void FibreChannel(ErrorList errors, JsonObject source, string field)
    {
        var (names, ids) = (source.List("targetWWNs") ?? [], source.List("wwids") ?? []);
        if (names.Count == 0 && ids.Count == 0)
            errors.Required(field + ".targetWWNs", "must specify either targetWWNs or wwids, but not both");
        if (names.Count > 0 && ids.Count > 0)
            errors.Invalid(field + ".targetWWNs", names.DeepClone(), "targetWWNs and wwids can not be specified simultaneously");
        if (names.Count > 0 && source["lun"] is null)
            errors.Required(field + ".lun", "lun is required if targetWWNs is specified");
        else if (names.Count > 0)
            errors.Range(field + ".lun", source["lun"], 0, 255);
    }

    private static void Csi(ErrorList errors, JsonObject source, string field)
    {
        DriverName(errors, source.Text("driver"), field + ".driver");
        if (source.Map("nodePublishSecretRef") is { } secret)
            errors.Needed(field + ".nodePublishSecretRef.name", secret.Text("name"));
    }

    public static void DriverName(ErrorList errors, string? name, string field)
    {
        if (!errors.Needed(field, name))
            return;
        if (name!.Length > 63)
            errors.Add(Http.FieldError.TooLong(field, 63));
        errors.InvalidEach(field, name, Names.SubdomainProblems(name.ToLowerInvariant()));
    }

    private static void ClaimTemplate(ErrorList errors, JsonObject template, string field)
    {
        var metadata = template.Map("metadata") ?? [];
        errors.AddAll(MetadataRules.Annotations(metadata.Map("annotations"), field + ".metadata.annotations"));
        errors.AddAll(MetadataRules.Labels(metadata.Map("labels"), field + ".metadata.labels"));
        foreach (var name in metadata.Select(entry => entry.Key).Where(name => name is not ("annotations" or "labels" or "creationTimestamp")))
            errors.Forbidden($"{field}.metadata.{name}", "cannot be set for an ephemeral volume");
        VolumeValidation.Claim(errors, template.Map("spec") ?? [], field + ".spec");
    }
}
