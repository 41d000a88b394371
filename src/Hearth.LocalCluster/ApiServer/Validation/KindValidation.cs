using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Resources;
using Hearth.LocalCluster.ApiServer.Validation.Statuses;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>What built-in kinds demand of their objects: one entry a kind, by <see cref="ApiResource.GroupResource"/>.</summary>
internal static class KindValidation
{
    private static readonly FrozenDictionary<string, Rules> s_kinds = new Dictionary<string, Rules>(StringComparer.Ordinal)
    {
        ["pods"] = new(PodValidation.Validate, PodValidation.ValidateUpdate),
        ["podtemplates"] = Kind((errors, value) => PodValidation.Template(errors, value.Map("template") ?? [], "template")),
        ["replicationcontrollers"] = new((errors, value) => ReplicationControllerValidation.Validate(errors, value.Map("spec") ?? []), ReplicationControllerValidation.ValidateUpdate),
        ["configmaps"] = Kind(DataValidation.Validate, DataValidation.ValidateUpdate),
        ["secrets"] = Kind(DataValidation.Validate, DataValidation.ValidateUpdate),
        ["services"] = new(ServiceValidation.Validate, ServiceValidation.ValidateUpdate),
        ["endpoints"] = Kind(EndpointValidation.Endpoints),
        ["persistentvolumeclaims"] = new(ClaimValidation.Validate, ClaimValidation.ValidateUpdate),
        ["persistentvolumes"] = new(VolumeValidation.Validate, VolumeValidation.ValidateUpdate),
        ["events"] = Kind(EventValidation.Core),
        ["events.events.k8s.io"] = new(EventValidation.Events, EventValidation.EventsUpdate),
        ["namespaces"] = Spec(NamespaceValidation.Validate),
        ["nodes"] = Kind(NodeValidation.Validate),
        ["resourcequotas"] = Spec(LimitValidation.Quota, LimitValidation.QuotaUpdate),
        ["limitranges"] = Spec(LimitValidation.Range),
        ["deployments.apps"] = Spec(DeploymentValidation.Deployment, WorkloadValidation.SameSelector),
        ["replicasets.apps"] = Spec(DeploymentValidation.ReplicaSet, WorkloadValidation.SameSelector),
        ["daemonsets.apps"] = Spec(DaemonSetValidation.Validate, WorkloadValidation.SameSelector),
        ["statefulsets.apps"] = new((errors, value) => StatefulSetValidation.ValidateNew(errors, value.Map("spec") ?? []), StatefulSetValidation.ValidateUpdate),
        ["controllerrevisions.apps"] = new(DeploymentValidation.ControllerRevision, DeploymentValidation.ControllerRevisionUpdate),
        ["jobs.batch"] = new(JobValidation.Validate, JobUpdateValidation.Validate),
        ["cronjobs.batch"] = Kind(JobValidation.CronJob),
        ["horizontalpodautoscalers.autoscaling"] = Spec(AutoscalingValidation.Validate),
        ["poddisruptionbudgets.policy"] = Spec(PolicyValidation.Budget),
        ["leases.coordination.k8s.io"] = Spec(CoordinationValidation.Lease),
        ["priorityclasses.scheduling.k8s.io"] = new(SchedulingValidation.Validate, SchedulingValidation.ValidateUpdate),
        ["runtimeclasses.node.k8s.io"] = Kind(RuntimeClassValidation.Validate, RuntimeClassValidation.ValidateUpdate),
        ["ingresses.networking.k8s.io"] = new(IngressValidation.New, (errors, value, _) => IngressValidation.Ingress(errors, value.Map("spec") ?? [])),
        ["ingressclasses.networking.k8s.io"] = Spec(IngressValidation.Class, IngressValidation.ClassUpdate),
        ["networkpolicies.networking.k8s.io"] = Spec(NetworkPolicyValidation.Validate, (errors, value, _) => NetworkPolicyValidation.Validate(errors, value.Map("spec") ?? [])),
        ["endpointslices.discovery.k8s.io"] = new(EndpointValidation.Slice, EndpointValidation.SliceUpdate),
        ["storageclasses.storage.k8s.io"] = Kind(StorageValidation.StorageClass, StorageValidation.StorageClassUpdate),
        ["csidrivers.storage.k8s.io"] = Spec(StorageValidation.Driver, StorageValidation.DriverUpdate),
        ["csinodes.storage.k8s.io"] = Spec(StorageValidation.Node, StorageValidation.NodeUpdate),
        ["volumeattachments.storage.k8s.io"] = new((errors, value) => StorageValidation.Attachment(errors, value.Map("spec") ?? []), StorageValidation.AttachmentUpdate),
        ["csistoragecapacities.storage.k8s.io"] = Kind(StorageValidation.Capacity, StorageValidation.CapacityUpdate),
        ["volumeattributesclasses.storage.k8s.io"] = Kind(StorageValidation.AttributesClass, StorageValidation.AttributesClassUpdate),
        ["flowschemas.flowcontrol.apiserver.k8s.io"] = Kind(FlowSchemaValidation.Validate),
        ["prioritylevelconfigurations.flowcontrol.apiserver.k8s.io"] = Kind(PriorityLevelValidation.Validate),
        ["deviceclasses.resource.k8s.io"] = Spec(DeviceValidation.Class),
        ["resourceclaims.resource.k8s.io"] = Spec((errors, spec) => DeviceValidation.Claim(errors, spec, "spec"), DeviceValidation.Unchanged("resource.v1.ResourceClaimSpec")),
        ["resourceclaimtemplates.resource.k8s.io"] = Spec(DeviceValidation.Template, DeviceValidation.Unchanged("resource.v1.ResourceClaimTemplateSpec")),
        ["ipaddresses.networking.k8s.io"] = Kind(AddressObjectValidation.Address, AddressObjectValidation.AddressUpdate),
        ["servicecidrs.networking.k8s.io"] = Spec(AddressObjectValidation.Ranges, AddressObjectValidation.RangesUpdate),
        ["roles.rbac.authorization.k8s.io"] = Kind(RbacValidation.Role, RbacValidation.RoleUpdate),
        ["clusterroles.rbac.authorization.k8s.io"] = Kind(RbacValidation.ClusterRole, RbacValidation.ClusterRoleUpdate),
        ["rolebindings.rbac.authorization.k8s.io"] = Kind(RbacValidation.RoleBinding, RbacValidation.RoleBindingUpdate),
        ["clusterrolebindings.rbac.authorization.k8s.io"] = Kind(RbacValidation.ClusterRoleBinding, RbacValidation.ClusterRoleBindingUpdate),
        ["mutatingwebhookconfigurations.admissionregistration.k8s.io"] = Kind(WebhookValidation.Validate),
        ["validatingwebhookconfigurations.admissionregistration.k8s.io"] = Kind(WebhookValidation.Validate),
        ["validatingadmissionpolicies.admissionregistration.k8s.io"] = Kind(AdmissionPolicyValidation.Policy),
        ["validatingadmissionpolicybindings.admissionregistration.k8s.io"] = Spec(AdmissionPolicyValidation.Binding),
        ["customresourcedefinitions.apiextensions.k8s.io"] = new(DefinitionValidation.Validate, DefinitionValidation.ValidateUpdate),
        ["apiservices.apiregistration.k8s.io"] = Kind(ApiServiceValidation.Validate),
        ["certificatesigningrequests.certificates.k8s.io"] = new((errors, value) => CertificateValidation.Validate(errors, value.Map("spec") ?? []), static (_, _, _) => { }),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What holds for a written status, given also what it was.</summary>
    private static readonly FrozenDictionary<string, Action<ErrorList, JsonObject, JsonObject>> s_statuses = new Dictionary<string, Action<ErrorList, JsonObject, JsonObject>>(StringComparer.Ordinal)
    {
        ["pods"] = PodStatusValidation.Validate,
        ["services"] = Alone(OtherStatusValidation.Service),
        ["replicationcontrollers"] = Alone(CountValidation.ReplicaSet),
        ["persistentvolumeclaims"] = Alone(OtherStatusValidation.Claim),
        ["namespaces"] = Alone(OtherStatusValidation.Namespace),
        ["resourcequotas"] = Alone(OtherStatusValidation.Quota),
        ["deployments.apps"] = CountValidation.Deployment,
        ["replicasets.apps"] = Alone(CountValidation.ReplicaSet),
        ["daemonsets.apps"] = CountValidation.DaemonSet,
        ["statefulsets.apps"] = CountValidation.StatefulSet,
        ["jobs.batch"] = JobStatusValidation.Validate,
        ["horizontalpodautoscalers.autoscaling"] = Alone(CountValidation.Autoscaler),
        ["poddisruptionbudgets.policy"] = Alone(CountValidation.Budget),
        ["ingresses.networking.k8s.io"] = Alone(OtherStatusValidation.Ingress),
        ["apiservices.apiregistration.k8s.io"] = Alone(OtherStatusValidation.ApiService),
        ["certificatesigningrequests.certificates.k8s.io"] = CertificateStatusValidation.Validate,
        ["customresourcedefinitions.apiextensions.k8s.io"] = Alone(static (errors, value) => DefinitionNames.Validate(errors, value.Map("status")?.Map("acceptedNames") ?? [], "status.acceptedNames", isWhole: false)),
        ["validatingadmissionpolicies.admissionregistration.k8s.io"] = Alone(OtherStatusValidation.Policy),
        ["volumeattachments.storage.k8s.io"] = StorageValidation.AttachmentStatus,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEnumerable<FieldError> Validate(ApiResource resource, JsonObject value, IReadOnlyDictionary<string, string> empties)
    {
        var errors = new ErrorList(empties);
        if (s_kinds.TryGetValue(resource.GroupResource, out var rules))
            rules.New(errors, value);
        return errors.All;
    }

    public static IEnumerable<FieldError> ValidateUpdate(ApiResource resource, JsonObject value, JsonObject old, string subresource, IReadOnlyDictionary<string, string> empties)
    {
        var errors = new ErrorList(empties);
        if (!s_kinds.TryGetValue(resource.GroupResource, out var rules))
            return errors.All;
        if (subresource.Length == 0)
            rules.Changed(errors, value, old);
        else if (resource.GroupResource == "pods" && subresource == "ephemeralcontainers")
            PodValidation.ValidateEphemeralContainers(errors, value, old);
        else if (resource.GroupResource == "pods" && subresource == "resize")
            PodValidation.ValidateResize(errors, value, old);
        else if (subresource == "approval")
            CertificateStatusValidation.Approval(errors, value, old);
        else if (subresource == "status" && s_statuses.TryGetValue(resource.GroupResource, out var status))
            status(errors, value, old);
        return errors.All;
    }

    /// <summary>What holds for a new object holds for a changed one, and <paramref name="change"/> between the two.</summary>
    private static Rules Kind(Action<ErrorList, JsonObject> rules, Action<ErrorList, JsonObject, JsonObject>? change = null) => new(rules, (errors, value, old) =>
    {
        rules(errors, value);
        change?.Invoke(errors, value, old);
    });

    /// <summary>As <see cref="Kind"/>, where the rules look at the spec alone.</summary>
    private static Rules Spec(Action<ErrorList, JsonObject> rules, Action<ErrorList, JsonObject, JsonObject>? change = null) =>
        Kind((errors, value) => rules(errors, value.Map("spec") ?? []), change);

    /// <summary>Rules for a status, whatever it was.</summary>
    private static Action<ErrorList, JsonObject, JsonObject> Alone(Action<ErrorList, JsonObject> rules) => (errors, value, _) => rules(errors, value);

    /// <param name="New">What holds for a new object.</param>
    /// <param name="Changed">What holds for a changed object, given also what it was.</param>
    private sealed record Rules(Action<ErrorList, JsonObject> New, Action<ErrorList, JsonObject, JsonObject> Changed);
}
