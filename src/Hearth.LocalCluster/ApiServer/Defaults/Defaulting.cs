using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Resources;

namespace Hearth.LocalCluster.ApiServer.Defaults;

/// <summary>Fills in what users leave out, as the real server's <c>SetDefaults_*</c> functions do.</summary>
internal static class Defaulting
{
    public static void Apply(ApiResource resource, JsonObject value, bool isApplied = false)
    {
        if (resource.Custom is { } custom)
        {
            custom.Default(value, isApplied);
            return;
        }

        switch (resource.GroupResource)
        {
            case "pods":
                PodDefaults.Apply(value.Ensure("spec"), isPod: true);
                break;
            case "podtemplates":
                PodDefaults.Apply(value.Ensure("template").Ensure("spec"), isPod: false);
                break;
            case "services":
                ServiceDefaults.Apply(value);
                break;
            case "secrets":
                value.Default("type", "Opaque");
                Writing.SecretRules.MergeStringData(value);
                break;
            case "persistentvolumeclaims":
                Claim(value.Ensure("spec"));
                value.Map("status")?.Default("phase", "Pending");
                break;
            case "persistentvolumes":
                Volume(value.Ensure("spec"));
                value.Map("status")?.Default("phase", "Pending");
                break;
            case "namespaces":
                value.Map("status")?.Default("phase", "Active");
                if (value.Ensure("metadata").Text("name") is { Length: > 0 } name)
                    value.Map("metadata")!.Ensure("labels")["kubernetes.io/metadata.name"] = name;
                break;
            case "endpoints":
                foreach (var port in value.Objects("subsets").SelectMany(subset => subset.Objects("ports")))
                    port.Default("protocol", "TCP");
                break;
            case "endpointslices.discovery.k8s.io":
                foreach (var port in value.Objects("ports"))
                {
                    port.TryAdd("name", "");
                    port.TryAdd("protocol", "TCP");
                }

                break;
            case "limitranges":
                Admission.LimitRanges.Default(value);
                break;
            case "storageclasses.storage.k8s.io":
                value.TryAdd("reclaimPolicy", "Delete");
                value.TryAdd("volumeBindingMode", "Immediate");
                break;
            case "networkpolicies.networking.k8s.io":
                NetworkPolicy(value.Ensure("spec"));
                break;
            case "ingressclasses.networking.k8s.io":
                value.Map("spec")?.Map("parameters")?.Default("scope", "Cluster");
                break;
            case "csidrivers.storage.k8s.io":
                Driver(value.Ensure("spec"));
                break;
            case "apiservices.apiregistration.k8s.io":
                value.Map("spec")?.Map("service")?.TryAdd("port", 443L);
                break;
            case "priorityclasses.scheduling.k8s.io":
                value.TryAdd("preemptionPolicy", "PreemptLowerPriority");
                break;
            case "nodes":
                if (value.Map("status") is { } status && status.Map("capacity") is { Count: > 0 } capacity && status.Map("allocatable") is not { Count: > 0 })
                    status["allocatable"] = capacity.DeepClone();
                if (value.Map("spec")?.Text("podCIDR") is { Length: > 0 } range && value.Map("spec")!["podCIDRs"] is null)
                    value.Map("spec")!["podCIDRs"] = new JsonArray(range);
                else if (value.Map("spec")?.List("podCIDRs") is { Count: > 0 } ranges && string.IsNullOrEmpty(value.Map("spec")!.Text("podCIDR")))
                    value.Map("spec")!["podCIDR"] = ranges[0]!.DeepClone();
                break;
            case "flowschemas.flowcontrol.apiserver.k8s.io" or "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io":
                FlowControlDefaults.Apply(value.Ensure("spec"), isSchema: resource.Plural == "flowschemas");
                break;
            case "resourceclaims.resource.k8s.io":
                DeviceDefaults.Claim(value.Map("spec"));
                break;
            case "resourceclaimtemplates.resource.k8s.io":
                DeviceDefaults.Claim(value.Map("spec")?.Map("spec"));
                break;
            default:
                WorkloadDefaults.Apply(resource, value);
                AdmissionDefaults.Apply(resource, value);
                break;
        }
    }

    public static void Claim(JsonObject spec)
    {
        spec.TryAdd("volumeMode", "Filesystem");
        Source(spec.Map("dataSource"));
        Source(spec.Map("dataSourceRef"));
    }

    private static void Driver(JsonObject spec)
    {
        spec.TryAdd("attachRequired", true);
        foreach (var name in (ReadOnlySpan<string>)["podInfoOnMount", "storageCapacity", "requiresRepublish", "seLinuxMount"])
            spec.TryAdd(name, false);
        spec.TryAdd("fsGroupPolicy", "ReadWriteOnceWithFSType");
        if (spec.List("volumeLifecycleModes") is not { Count: > 0 })
            spec["volumeLifecycleModes"] = new JsonArray("Persistent");
    }

    private static void Source(JsonObject? source)
    {
        if (source is not null)
            source.TryAdd("apiGroup", null);
    }

    private static void Volume(JsonObject spec)
    {
        spec.Default("persistentVolumeReclaimPolicy", "Retain");
        spec.TryAdd("volumeMode", "Filesystem");
        VolumeSourceDefaults.Apply(spec);
    }

    private static void NetworkPolicy(JsonObject spec)
    {
        foreach (var port in spec.Objects("ingress").Concat(spec.Objects("egress")).SelectMany(rule => rule.Objects("ports")))
            port.Default("protocol", "TCP");
        if (spec["policyTypes"] is null)
            spec["policyTypes"] = spec.List("egress") is { Count: > 0 } ? new JsonArray("Ingress", "Egress") : new JsonArray("Ingress");
    }
}
