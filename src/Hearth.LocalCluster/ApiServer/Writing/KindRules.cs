using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.CustomResources;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Resources;
using Hearth.LocalCluster.ApiServer.Validation;

namespace Hearth.LocalCluster.ApiServer.Writing;

/// <summary>What kinds do beside what all objects do: the strategies of the real server's registries.</summary>
internal static class KindRules
{
    private const string Generation = "deprecated.daemonset.template.generation";

    private static readonly FrozenSet<string> s_withGenerations = new[]
    {
        "pods", "podtemplates", "replicationcontrollers", "deployments.apps", "statefulsets.apps", "replicasets.apps", "daemonsets.apps", "jobs.batch", "cronjobs.batch",
        "networkpolicies.networking.k8s.io", "ingresses.networking.k8s.io", "ingressclasses.networking.k8s.io", "poddisruptionbudgets.policy",
        "customresourcedefinitions.apiextensions.k8s.io", "mutatingwebhookconfigurations.admissionregistration.k8s.io",
        "validatingwebhookconfigurations.admissionregistration.k8s.io", "validatingadmissionpolicies.admissionregistration.k8s.io",
        "validatingadmissionpolicybindings.admissionregistration.k8s.io", "flowschemas.flowcontrol.apiserver.k8s.io",
        "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io", "endpointslices.discovery.k8s.io", "priorityclasses.scheduling.k8s.io",
        "deviceclasses.resource.k8s.io", "resourceslices.resource.k8s.io",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static bool CountsGenerations(ApiResource resource) => resource.Custom is not null || s_withGenerations.Contains(resource.GroupResource);

    /// <summary>Kinds whose PUT makes what is not there.</summary>
    public static bool CreatesOnUpdate(RequestInfo request) => request.Subresource.Length == 0 && request.Resource.GroupResource is
        "leases.coordination.k8s.io" or "events" or "events.events.k8s.io" or "endpoints" or "limitranges" or "services"
        or "roles.rbac.authorization.k8s.io" or "rolebindings.rbac.authorization.k8s.io" or "clusterroles.rbac.authorization.k8s.io" or "clusterrolebindings.rbac.authorization.k8s.io";

    /// <summary>Kinds of which nobody may write a new state without having seen the old one.</summary>
    public static bool NeedsVersion(ApiResource resource) => resource.GroupResource is
        "customresourcedefinitions.apiextensions.k8s.io" or "validatingadmissionpolicies.admissionregistration.k8s.io" or "validatingadmissionpolicybindings.admissionregistration.k8s.io"
        or "mutatingwebhookconfigurations.admissionregistration.k8s.io" or "validatingwebhookconfigurations.admissionregistration.k8s.io" or "apiservices.apiregistration.k8s.io"
        or "poddisruptionbudgets.policy" or "leases.coordination.k8s.io" or "csinodes.storage.k8s.io" or "csidrivers.storage.k8s.io" or "volumeattachments.storage.k8s.io" or "csistoragecapacities.storage.k8s.io" or "runtimeclasses.node.k8s.io";

    /// <summary>What appears in an object once it is stored, beyond what was accepted.</summary>
    public static void CompleteStored(ApiResource resource, JsonObject value)
    {
        if (resource.GroupResource == "jobs.batch" && value.Map("metadata")!.Map("labels") is not { Count: > 0 } && value.Map("spec")?.Map("template")?.Map("metadata")?.Map("labels") is { Count: > 0 } labels)
            value.Map("metadata")!["labels"] = labels.DeepClone();
    }

    /// <summary>Status comes from the status endpoint alone; nodes may bring theirs.</summary>
    public static bool ClearsStatusOnCreate(ApiResource resource) => resource.HasStatus && resource.GroupResource is not "nodes";

    public static bool SpecChanged(ApiResource resource, JsonObject value, JsonObject old)
    {
        // A Deployment's annotations are handed down to its sets, so that they count as well.
        if (resource.GroupResource == "deployments.apps" && !JsonNode.DeepEquals(value.Map("metadata")?.Map("annotations") ?? [], old.Map("metadata")?.Map("annotations") ?? []))
            return true;
        if (resource.GroupResource == "priorityclasses.scheduling.k8s.io")
            return false;
        if (resource.GroupResource == "endpointslices.discovery.k8s.io" && !JsonNode.DeepEquals(value.Map("metadata")?.Map("labels") ?? [], old.Map("metadata")?.Map("labels") ?? []))
            return true;
        foreach (var (name, child) in value)
        {
            if (Counts(resource, name) && !JsonNode.DeepEquals(child, old[name]))
                return true;
        }

        return old.Any(field => Counts(resource, field.Key) && !value.ContainsKey(field.Key));
    }

    private static bool Counts(ApiResource resource, string field) =>
        field is not ("metadata" or "apiVersion" or "kind") && (field != "status" || !resource.HasStatus);

    /// <summary>The main endpoint cannot change the status, the status endpoint nothing else.</summary>
    public static void KeepOtherEndpointsFields(ApiResource resource, JsonObject value, JsonObject old, string subresource)
    {
        if (resource.GroupResource == CertificateRules.Resource)
            return;
        if (subresource == "status")
        {
            KeepAllButStatus(resource, value, old);
        }
        else if (resource.HasStatus && resource.GroupResource is not ("nodes" or "customresourcedefinitions.apiextensions.k8s.io"))
        {
            Copy(value, old, "status");
        }
    }

    private static void KeepAllButStatus(ApiResource resource, JsonObject value, JsonObject old)
    {
        foreach (var name in value.Select(field => field.Key).Concat(old.Select(field => field.Key)).Distinct(StringComparer.Ordinal).ToArray())
        {
            if (name is not ("status" or "metadata" or "kind" or "apiVersion"))
                Copy(value, old, name);
        }

        if (resource.GroupResource == "deployments.apps")
            Copy(value.Ensure("metadata"), old.Map("metadata") ?? [], "labels");
        if (resource.Custom is null && resource.GroupResource is not ("volumeattachments.storage.k8s.io" or "validatingadmissionpolicies.admissionregistration.k8s.io" or "apiservices.apiregistration.k8s.io"))
            return;
        var managed = value.Map("metadata")?["managedFields"]?.DeepClone();
        var metadata = (JsonObject)old.Map("metadata")!.DeepClone();
        metadata.Remove("managedFields");
        if (managed is not null)
            metadata["managedFields"] = managed;
        value["metadata"] = metadata;
    }

    private static void Copy(JsonObject value, JsonObject old, string name)
    {
        if (old[name] is { } kept)
            value[name] = kept.DeepClone();
        else
            value.Remove(name);
    }

    public static void PrepareForCreate(ApiContext context, RequestInfo request, JsonObject value)
    {
        var resource = request.Resource;
        if (resource.Custom is not null)
        {
            if (resource.HasStatus)
                value.Remove("status");
            return;
        }

        if (ClearsStatusOnCreate(resource))
            value["status"] = new JsonObject();
        DisabledFields.Drop(resource, value);
        switch (resource.GroupResource)
        {
            case "pods":
                PodRules.PrepareForCreate(context, value);
                AppArmorRules.Apply(request, value);
                break;
            case "services":
                ServiceAddressValidation.Check(resource, value);
                ServiceRules.CheckAddress(context, value, request.IsDryRun);
                ServiceRules.Allocate(context, value, null, request.IsDryRun);
                value["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() };
                break;
            case "namespaces":
                NamespaceRules.PrepareForCreate(value);
                break;
            case "persistentvolumeclaims" or "persistentvolumes":
                VolumeRules.PrepareForCreate(context, resource, value);
                break;
            case "volumeattributesclasses.storage.k8s.io":
                VolumeRules.Protect(value, "kubernetes.io/vac-protection");
                break;
            case "jobs.batch":
                JobRules.PrepareForCreate(value);
                break;
            case "customresourcedefinitions.apiextensions.k8s.io":
                Definitions.PrepareForCreate(value);
                break;
            case "ingresses.networking.k8s.io":
                value["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() };
                break;
            case "apiservices.apiregistration.k8s.io":
                value["status"] = LocalService(context.Now(), value);
                break;
            case "events":
                Reading.Events.Complete(value);
                break;
            case CertificateRules.Resource:
                CertificateRules.SetRequester(request.User, value);
                break;
            case "limitranges" when string.IsNullOrEmpty(value.Map("metadata")!.Text("name")):
                value.Map("metadata")!["name"] = context.NewUid();
                break;
            default:
                UnkeptFields.Drop(resource, value);
                break;
        }

        if (value.Map("status") is { } status && resource.Schema.Fields.TryGetValue("status", out var field) && field.Type.Kind == Kube.Core.Patching.ValueKind.Struct)
            value["status"] = new ObjectDecoder().Decode(field.Type, status);
    }

    public static void PrepareForUpdate(ApiContext context, RequestInfo request, JsonObject value, JsonObject old)
    {
        var (resource, subresource) = (request.Resource, request.Subresource);
        switch (resource.GroupResource)
        {
            case "pods" when subresource.Length == 0:
                PodRules.PrepareForUpdate(value, old);
                break;
            case "persistentvolumes" when subresource == "status":
                VolumeRules.PrepareStatus(context, value, old);
                break;
            case "csidrivers.storage.k8s.io" when subresource.Length == 0:
                VolumeRules.CountChanges(value, old);
                UnkeptFields.Drop(resource, value);
                break;
            case "pods" when subresource == "status":
                PodRules.PrepareStatus(value, old);
                break;
            case "pods" when subresource == "ephemeralcontainers":
                PodRules.KeepAllButEphemeralContainers(value, old);
                break;
            case "pods" when subresource == "resize":
                PodRules.KeepAllButSizes(value, old);
                break;
            case "namespaces" when subresource.Length == 0:
                value.Ensure("spec")["finalizers"] = old.Map("spec")?["finalizers"]?.DeepClone();
                break;
            case "services" when subresource.Length == 0:
                ServiceRules.KeepAddresses(value.Ensure("spec"), old.Map("spec") ?? []);
                ServiceAddressValidation.Check(resource, value);
                ServiceRules.Allocate(context, value, old, request.IsDryRun);
                break;
            case CertificateRules.Resource:
                CertificateRules.PrepareForUpdate(context.Now(), value, old, subresource);
                break;
            case "persistentvolumeclaims" when subresource.Length == 0:
                VolumeRules.PrepareClaim(value.Ensure("spec"), old.Map("spec"));
                break;
            case "daemonsets.apps" when subresource.Length == 0:
                CountTemplates(value, old);
                break;
            case "customresourcedefinitions.apiextensions.k8s.io":
                Definitions.PrepareForUpdate(value, old, subresource);
                break;
            default:
                UnkeptFields.Drop(resource, value);
                break;
        }
    }

    /// <summary>What this server serves itself is there.</summary>
    public static JsonObject LocalService(string now, JsonObject value) => value.Map("spec")?["service"] is not null ? [] : new JsonObject
    {
        ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Available", ["status"] = "True", ["lastTransitionTime"] = now, ["reason"] = "Local", ["message"] = "Local APIServices are always available" }),
    };

    /// <summary>What an object has whatever a client states: its owner stays the same.</summary>
    public static void KeepHidden(ApiResource resource, JsonObject value, JsonObject old)
    {
        if (resource.GroupResource == "daemonsets.apps" && old.Map("metadata")?.Map("annotations")?[Generation] is { } number)
            value.Ensure("metadata").Ensure("annotations").TryAdd(Generation, number.DeepClone());
    }

    /// <summary>A number of old, which no client can set: how often the template of a DaemonSet changed.</summary>
    private static void CountTemplates(JsonObject value, JsonObject old)
    {
        var before = long.TryParse(old.Map("metadata")?.Map("annotations")?.Text(Generation), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1;
        var isSame = JsonNode.DeepEquals(value.Map("spec")?["template"], old.Map("spec")?["template"]);
        value.Ensure("metadata").Ensure("annotations")[Generation] = (isSame ? before : before + 1).ToString(CultureInfo.InvariantCulture);
    }

    /// <param name="empties">What the client stated empty, by path.</param>
    public static IEnumerable<FieldError> Validate(ApiResource resource, JsonObject value, IReadOnlyDictionary<string, string> empties) =>
        resource.Custom is { } custom ? custom.Validate(value, null) : KindValidation.Validate(resource, value, empties);

    public static IEnumerable<FieldError> ValidateUpdate(ApiResource resource, JsonObject value, JsonObject old, string subresource, IReadOnlyDictionary<string, string> empties) =>
        resource.Custom is { } custom ? custom.Validate(value, old, subresource) : KindValidation.ValidateUpdate(resource, value, old, subresource, empties);

    /// <summary>What the server itself does once an object is stored.</summary>
    public static void AfterWrite(ApiContext context, ApiResource resource, JsonObject value, JsonObject? old)
    {
        if (resource.GroupResource == "customresourcedefinitions.apiextensions.k8s.io")
            Definitions.Install(context, value);
        else if (resource.GroupResource == "namespaces" && old is null)
            NamespaceRules.AddDefaults(context, value.Map("metadata")!.Text("name")!);
        if (resource.IsNamespaced && (old is not null || resource.GroupResource == "resourcequotas"))
            Admission.Quotas.QuotaBook.AfterWrite(context, resource, value, old);
    }
}
