using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Resources;
using Hearth.LocalCluster.ApiServer.Validation.Pods;
using Hearth.LocalCluster.ApiServer.Writing;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>What is allowed in a pod or a template and probably not meant, in the order in which real servers say it.</summary>
internal static class PodWarnings
{
    private static readonly (string Name, string Since)[] s_oldVolumes =
    [
        ("photonPersistentDisk", "v1.11, non-functional in v1.16+"), ("gitRepo", "v1.11, and disabled by default in v1.33+"), ("scaleIO", "v1.16, non-functional in v1.22+"), ("flocker", "v1.22, non-functional in v1.25+"),
        ("storageos", "v1.22, non-functional in v1.25+"), ("quobyte", "v1.22, non-functional in v1.25+"), ("glusterfs", "v1.25, non-functional in v1.26+"), ("ephemeral", ""), ("cephfs", "v1.28, non-functional in v1.31+"),
        ("rbd", "v1.28, non-functional in v1.31+"),
    ];

    private static readonly (string Name, string Instead)[] s_oldAnnotations =
    [
        ("scheduler.alpha.kubernetes.io/critical-pod", "v1.16+; use the \"priorityClassName\" field instead"), ("security.alpha.kubernetes.io/sysctls", "v1.11+; use the \"sysctls\" field instead"),
        ("security.alpha.kubernetes.io/unsafe-sysctls", "v1.11+; use the \"sysctls\" field instead"),
    ];

    public static void Write(ApiResource resource, JsonObject value, JsonObject? old, Warnings warnings)
    {
        var (template, field) = PodTemplates.Of(resource, value);
        if (template?.Map("spec") is null)
            return;
        var isSame = value.Map("metadata")?["generation"].Number == old?.Map("metadata")?["generation"].Number;
        if (old is not null && (resource.GroupResource == "pods" || isSame && resource.GroupResource != "podtemplates"))
            return;
        if (old is null)
            Name(resource, value, warnings);
        if (resource.GroupResource is "jobs.batch" or "cronjobs.batch")
            Indexes(value, field[..^".template".Length], warnings);
        Template(template, field.Length == 0 ? "" : field + ".", warnings);
        if (resource.GroupResource == "statefulsets.apps")
            Claims(value.Map("spec") ?? [], old is null ? "" : ".Spec", warnings);
    }

    private static void Name(ApiResource resource, JsonObject value, Warnings warnings)
    {
        if (resource.GroupResource is "daemonsets.apps" or "statefulsets.apps" or "podtemplates")
            return;
        var use = resource.GroupResource == "pods" ? "the Pod's hostname" : "Pod names and hostnames";
        if (Names.LabelProblems(value.Map("metadata")?.Text("name") ?? "").ToArray() is { Length: > 0 } problems)
            warnings.Add($"metadata.name: this is used in {use}, which can result in surprising behavior; a DNS label is recommended: [{string.Join(' ', problems)}]");
    }

    private static void Indexes(JsonObject value, string field, Warnings warnings)
    {
        var spec = field == "spec" ? value.Map("spec") : value.Map("spec")?.Map("jobTemplate")?.Map("spec");
        if (spec?.Text("completionMode") == "Indexed" && spec["completions"].Number > 100_000 && spec["parallelism"].Number > 10_000)
            warnings.Add($"{field}: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail");
    }

    /// <param name="below">What real servers put after the claim's path where an object changes.</param>
    private static void Claims(JsonObject spec, string below, Warnings warnings)
    {
        if (spec["revisionHistoryLimit"].Number < 0)
            warnings.Add("spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended");
        foreach (var (i, claim) in spec.Objects("volumeClaimTemplates").Index())
            ContainerWarnings.Claim(claim.Map("spec") ?? [], $"spec.volumeClaimTemplates[{i}]{below}", warnings);
    }

    private static void Template(JsonObject template, string field, Warnings warnings)
    {
        var (spec, annotations) = (template.Map("spec")!, template.Map("metadata")?.Map("annotations") ?? []);
        var at = field + "spec";
        PlacementWarnings.Nodes(spec, at, warnings);
        foreach (var (name, instead) in s_oldAnnotations.Where(old => annotations.ContainsKey(old.Name)))
            warnings.Add($"{field}metadata.annotations[{name}]: non-functional in {instead}");
        foreach (var (i, volume) in spec.Objects("volumes").Index())
            Volume(volume, $"{at}.volumes[{i}]", warnings);
        SamePaths(spec, at, warnings);
        VolumePathWarnings.Write(spec, warnings);
        Repeated(spec, "hostAliases", "ip", at, warnings);
        Repeated(spec, "imagePullSecrets", "name", at, warnings);
        foreach (var (i, _) in spec.Objects("imagePullSecrets").Index().Where(secret => string.IsNullOrEmpty(secret.Item.Text("name"))))
            warnings.Add($"{at}.imagePullSecrets[{i}].name: invalid empty name \"\"");
        ContainerWarnings.Bytes(spec.Map("overhead"), $"{at}.overhead", warnings);
        ContainerWarnings.Write(spec, annotations, field, warnings);
        if (spec["terminationGracePeriodSeconds"].Number < 0)
            warnings.Add($"{at}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1");
        foreach (var (i, server) in (spec.Map("dnsConfig")?.List("nameservers") ?? []).Index())
            AddressWarnings.Address($"{at}.dnsConfig.nameservers[{i}]", server.Text ?? "", warnings);
        foreach (var (i, alias) in spec.Objects("hostAliases").Index())
            AddressWarnings.Address($"{at}.hostAliases[{i}].ip", alias.Text("ip") ?? "", warnings);
        PlacementWarnings.Pods(spec.Map("affinity") ?? [], at + ".affinity", warnings);
    }

    private static void Volume(JsonObject volume, string at, Warnings warnings)
    {
        foreach (var (name, since) in s_oldVolumes.Where(old => volume.Map(old.Name) is not null))
        {
            if (name == "ephemeral")
                ContainerWarnings.Claim(volume.Map(name)?.Map("volumeClaimTemplate")?.Map("spec") ?? [], at + ".ephemeral.volumeClaimTemplate.spec", warnings);
            else
                warnings.Add($"{at}.{(name == "storageos" ? "storageOS" : name)}: deprecated in {since}");
        }
    }

    /// <summary>A token that another source's file would hide.</summary>
    private static void SamePaths(JsonObject spec, string at, Warnings warnings)
    {
        var volumes = spec.Objects("volumes").Index().Where(volume => volume.Item.Map("projected") is not null).ToList();
        var tokens = volumes.SelectMany(volume => volume.Item.Map("projected")!.Objects("sources")).Select(source => source.Map("serviceAccountToken")?.Text("path")).OfType<string>().ToHashSet(StringComparer.Ordinal);
        if (tokens.Count == 0)
            return;
        foreach (var (i, volume) in volumes)
        {
            foreach (var source in volume.Map("projected")!.Objects("sources"))
            {
                foreach (var (name, shown) in (ReadOnlySpan<(string, string)>)[("configMap", "configMap"), ("secret", "secrets"), ("downwardAPI", "downwardAPI")])
                {
                    foreach (var (j, item) in (source.Map(name)?.Objects("items") ?? []).Index().Where(item => tokens.Contains(item.Item.Text("path") ?? "")))
                        warnings.Add($"{at}.volumes[{i}].projected.sources.{shown}[{j}]: has duplicated path with ServiceAccountToken \"{item.Text("path")}\"");
                }
            }
        }
    }

    private static void Repeated(JsonObject spec, string list, string key, string at, Warnings warnings)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, item) in spec.Objects(list).Index())
        {
            if (!seen.Add(item.Text(key) ?? ""))
                warnings.Add($"{at}.{list}[{i}].{key}: duplicate {key} \"{item.Text(key)}\"");
        }
    }
}
