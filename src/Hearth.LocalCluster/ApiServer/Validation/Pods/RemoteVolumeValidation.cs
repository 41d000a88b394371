using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation.Pods;

/// <summary>Volumes of storage systems: disks, shares, drivers.</summary>
/// <param name="volumeName">The name of the persistent volume; null in a pod.</param>
internal sealed partial class RemoteVolumeValidation(ErrorList errors, string? volumeName)
{
    private const string HostPorts = "must be a host:port pair or multiple pairs separated by commas";

    [GeneratedRegex(@"iqn\.\d{4}-\d{2}\.([A-Za-z0-9-.]+)(:[^,;*&$|\s]+)$")]
    private static partial Regex Iqn();

    [GeneratedRegex("^eui.[A-Za-z0-9]{16}$")]
    private static partial Regex Eui();

    [GeneratedRegex("^naa.[A-Za-z0-9]{32}$")]
    private static partial Regex Naa();

    private bool IsPersistent => volumeName is not null;

    public void Validate(string kind, JsonObject source, string field)
    {
        switch (kind)
        {
            case "iscsi":
                Iscsi(source, field);
                break;
            case "flocker":
                Flocker(source, field);
                break;
            case "fc":
                FibreChannel(source, field);
                break;
            case "quobyte":
                Quobyte(source, field);
                break;
            case "glusterfs" when IsPersistent && source.Text("endpointsNamespace") is { } ns:
                if (ns.Length == 0)
                    errors.Invalid(field + ".endpointsNamespace", ns, "if the endpointnamespace is set, it must be a valid namespace name");
                else
                    errors.DnsLabel(field + ".endpointsNamespace", ns);
                break;
            case "cinder":
                Secret(source, field);
                break;
            case "flexVolume":
                Options(source, field);
                break;
            case "azureFile" when IsPersistent && source.Text("secretNamespace") is "":
                errors.Required(field + ".secretNamespace");
                break;
            case "azureDisk":
                AzureDisk(source, field);
                break;
            case "storageos":
                StorageOS(source, field);
                break;
            case "csi":
                Csi(source, field);
                break;
            case "local":
                if (errors.Needed(field + ".path", source.Text("path")))
                    errors.NoBacksteps(field + ".path", source.Text("path")!);
                break;
        }
    }

    private void Secret(JsonObject source, string field)
    {
        if (source.Map("secretRef") is not { } secret)
            return;
        errors.Needed(field + ".secretRef.name", secret.Text("name"));
        if (IsPersistent)
            errors.Needed(field + ".secretRef.namespace", secret.Text("namespace"));
    }

    private void Iscsi(JsonObject source, string field)
    {
        var portal = source.Text("targetPortal") ?? "";
        errors.Needed(field + ".targetPortal", portal);
        if (IsPersistent && source.ContainsKey("initiatorName") && $"{volumeName}:{portal}".Length > 64)
            errors.Invalid(field + ".targetportal", portal, "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.");
        if (errors.Needed(field + ".iqn", source.Text("iqn")))
            Initiator(source.Text("iqn")!, field + ".iqn");
        errors.Range(field + ".lun", source["lun"], 0, 255);
        if ((source.IsTrue("chapAuthDiscovery") || source.IsTrue("chapAuthSession")) && source.Map("secretRef") is null)
            errors.Required(field + ".secretRef");
        if (IsPersistent && source.Map("secretRef") is { } secret)
            errors.Needed(field + ".secretRef.name", secret.Text("name"));
        if (source.Text("initiatorName") is { } initiator)
            Initiator(initiator, field + ".initiatorname");
    }

    private void Initiator(string name, string field)
    {
        bool? matches = name.Length < 3 ? null : name[..3] switch { "iqn" => Iqn().IsMatch(name), "eui" => Eui().IsMatch(name), "naa" => Naa().IsMatch(name), _ => null };
        if (matches is null)
            errors.Invalid(field, name, IsPersistent ? "must be valid format" : "must be valid format starting with iqn, eui, or naa");
        else if (matches == false)
            errors.Invalid(field, name, "must be valid format");
    }

    private void Flocker(JsonObject source, string field)
    {
        var (name, id) = (source.Text("datasetName") ?? "", source.Text("datasetUUID") ?? "");
        if (name.Length == 0 && id.Length == 0)
            errors.Required(field, "one of datasetName and datasetUUID is required");
        if (name.Length > 0 && id.Length > 0)
            errors.Invalid(field, "resource", "datasetName and datasetUUID can not be specified simultaneously");
        if (name.Contains('/', StringComparison.Ordinal))
            errors.Invalid(field + ".datasetName", name, "must not contain '/'");
    }

    private void FibreChannel(JsonObject source, string field)
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

    private void Quobyte(JsonObject source, string field)
    {
        var registry = source.Text("registry") ?? "";
        if (registry.Length == 0)
            errors.Required(field + ".registry", HostPorts);
        else if (source.Text("tenant")?.Length >= 65)
            errors.Required(field + ".tenant", "must be a UUID and may not exceed a length of 64 characters");
        else
            errors.InvalidEach(field + ".registry", registry, registry.Split(',').Where(pair => !IsHostPort(pair)).Select(_ => HostPorts));
        errors.Needed(field + ".volume", source.Text("volume"));
    }

    private void Options(JsonObject source, string field)
    {
        foreach (var (name, _) in source.Map("options") ?? [])
        {
            var domain = "." + name.Split('/', 2)[0].ToLowerInvariant();
            if (domain.EndsWith(".kubernetes.io", StringComparison.Ordinal) || domain.EndsWith(".k8s.io", StringComparison.Ordinal))
                errors.Invalid($"{field}.options[{name}]", name, "kubernetes.io and k8s.io namespaces are reserved");
        }
    }

    private void AzureDisk(JsonObject source, string field)
    {
        errors.OptionalOneOf(field + ".cachingMode", source["cachingMode"], ["None", "ReadOnly", "ReadWrite"]);
        errors.OptionalOneOf(field + ".kind", source["kind"], ["Dedicated", "Managed", "Shared"]);
        var (kind, disk) = (source.Text("kind"), source.Text("diskURI") ?? "");
        if (kind == "Managed" && !disk.StartsWith("/subscriptions/", StringComparison.Ordinal))
            errors.OneOf(field + ".diskURI", disk, ["/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}"]);
        else if (kind is not (null or "Managed") && !disk.StartsWith("https://", StringComparison.Ordinal))
            errors.OneOf(field + ".diskURI", disk, ["https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd"]);
    }

    private void StorageOS(JsonObject source, string field)
    {
        errors.NeededLabel(field + ".volumeName", source.Text("volumeName"));
        if (source.Text("volumeNamespace") is { Length: > 0 } ns)
            errors.DnsLabel(field + ".volumeNamespace", ns);
        Secret(source, field);
    }

    private void Csi(JsonObject source, string field)
    {
        VolumeSourceValidation.DriverName(errors, source.Text("driver"), field + ".driver");
        if (!IsPersistent)
        {
            if (source.Map("nodePublishSecretRef") is { } secret && errors.Needed(field + ".nodePublishSecretRef.name", secret.Text("name")))
                errors.Subdomain(field + ".name", secret.Text("name")!);
            return;
        }

        errors.Needed(field + ".volumeHandle", source.Text("volumeHandle"));
        foreach (var name in (ReadOnlySpan<string>)["controllerPublishSecretRef", "controllerExpandSecretRef", "nodePublishSecretRef", "nodeExpandSecretRef"])
        {
            if (source.Map(name) is not { } reference)
                continue;
            if (errors.Needed($"{field}.{name}.name", reference.Text("name")))
                errors.Subdomain($"{field}.{name}.name", reference.Text("name")!);
            if (errors.Needed($"{field}.{name}.namespace", reference.Text("namespace")))
                errors.DnsLabel($"{field}.{name}.namespace", reference.Text("namespace")!);
        }
    }

    /// <summary>As Go splits a host from a port: brackets around what has colons itself.</summary>
    private static bool IsHostPort(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0)
            return false;
        if (!text.StartsWith('['))
            return text.IndexOf(':', StringComparison.Ordinal) == colon && !text.AsSpan().ContainsAny('[', ']');
        var end = text.IndexOf(']', StringComparison.Ordinal);
        return end >= 0 && end + 1 == colon && !text.AsSpan(1).Contains('[') && !text.AsSpan(end + 1).Contains(']');
    }
}
