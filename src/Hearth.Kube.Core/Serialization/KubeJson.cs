using System.Text.Json.Serialization;
using Hearth.Kube.Core.Objects;

namespace Hearth.Kube.Core.Serialization;

/// <summary>The JSON shape of the built-in kinds: camel case, nulls left out, unknown fields kept.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(TimeConverter)])]
[JsonSerializable(typeof(KubeObject))]
[JsonSerializable(typeof(KubeList<KubeObject>))]
[JsonSerializable(typeof(ListMeta))]
[JsonSerializable(typeof(List<OwnerReference>))]
[JsonSerializable(typeof(List<string>))]
[JsonSerializable(typeof(Status))]
[JsonSerializable(typeof(Condition))]
[JsonSerializable(typeof(PodTemplateSpec))]
[JsonSerializable(typeof(Pod))]
[JsonSerializable(typeof(PodStatus))]
[JsonSerializable(typeof(KubeList<Pod>))]
[JsonSerializable(typeof(ConfigMap))]
[JsonSerializable(typeof(KubeList<ConfigMap>))]
[JsonSerializable(typeof(Secret))]
[JsonSerializable(typeof(KubeList<Secret>))]
[JsonSerializable(typeof(Service))]
[JsonSerializable(typeof(KubeList<Service>))]
[JsonSerializable(typeof(ServiceAccount))]
[JsonSerializable(typeof(KubeList<ServiceAccount>))]
[JsonSerializable(typeof(Namespace))]
[JsonSerializable(typeof(KubeList<Namespace>))]
[JsonSerializable(typeof(PersistentVolumeClaim))]
[JsonSerializable(typeof(KubeList<PersistentVolumeClaim>))]
[JsonSerializable(typeof(Node))]
[JsonSerializable(typeof(KubeList<Node>))]
[JsonSerializable(typeof(Event))]
[JsonSerializable(typeof(KubeList<Event>))]
[JsonSerializable(typeof(Lease))]
[JsonSerializable(typeof(KubeList<Lease>))]
public sealed partial class KubeJson : JsonSerializerContext;
