using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Quantities;
using Hearth.Spark.Configuration;

namespace Hearth.Spark.Submission.Steps;

/// <summary>The user's volumes, and the claims that are created on demand.</summary>
internal static class VolumesStep
{
    public static void Configure(PodDraft draft)
    {
        var volumes = VolumeSpec.Read(draft.Conf, draft.Traits, SparkKeys.DriverVolumes);
        VolumeSpec.CheckMountPaths(draft.Conf, SparkKeys.DriverVolumes, volumes);
        for (var i = 0; i < volumes.Count; i++)
            Add(draft, volumes[i], i);
    }

    private static void Add(PodDraft draft, VolumeSpec volume, int index)
    {
        draft.Mount(Source(draft, volume, index), new VolumeMount
        {
            Name = volume.Name,
            MountPath = volume.MountPath,
            ReadOnly = volume.ReadOnly,
            SubPath = volume.SubPath,
            SubPathExpr = draft.Traits.VolumeOptions ? volume.SubPathExpr : null,
        });
        if (volume is { Type: VolumeSpec.Claim, StorageClass: not null, SizeLimit: not null })
            draft.Resources.Add(ClaimObject(draft, volume, ClaimName(draft, volume, index)));
    }

    private static Volume Source(PodDraft draft, VolumeSpec volume, int index)
    {
        var named = new Volume { Name = volume.Name };
        return volume.Type switch
        {
            VolumeSpec.HostPath => named with { HostPath = new HostPathVolume { Path = volume.Path, Type = draft.Traits.VolumeOptions ? volume.HostPathType : "" } },
            VolumeSpec.Claim => named with
            {
                PersistentVolumeClaim = new PersistentVolumeClaimVolume { ClaimName = ClaimName(draft, volume, index), ReadOnly = volume.ReadOnly },
            },
            VolumeSpec.EmptyDir => named with
            {
                EmptyDir = new EmptyDirVolume { Medium = volume.Medium, SizeLimit = volume.SizeLimit is { } limit ? new Quantity(limit) : (Quantity?)null },
            },
            _ => named with { Nfs = new NfsVolume { Path = volume.Path, Server = volume.Server } },
        };
    }

    private static string ClaimName(PodDraft draft, VolumeSpec volume, int index) =>
        (volume.ClaimName ?? "").Replace("OnDemand", $"{draft.Names.Prefix}-driver-pvc-{index}", StringComparison.Ordinal);

    private static PersistentVolumeClaim ClaimObject(PodDraft draft, VolumeSpec volume, string name)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in draft.Traits.VolumeOptions ? volume.Labels : [])
            labels[key] = value;
        labels["spark-app-selector"] = draft.ApplicationId;
        var annotations = draft.Traits.VolumeOptions && volume.Annotations.Count > 0 ? volume.Annotations.ToDictionary(StringComparer.Ordinal) : null;
        var once = draft.Traits.ReadWriteOncePod && !draft.Conf.Bool(SparkKeys.LegacyAccessMode, false) ? "ReadWriteOncePod" : "ReadWriteOnce";
        return new PersistentVolumeClaim
        {
            ApiVersion = "v1",
            Kind = "PersistentVolumeClaim",
            Metadata = new ObjectMeta { Name = name, Labels = labels, Annotations = annotations },
            Spec = new PersistentVolumeClaimSpec
            {
                StorageClassName = volume.StorageClass,
                AccessModes = [once],
                Resources = new ResourceRequirements
                {
                    Requests = new Dictionary<string, Quantity>(StringComparer.Ordinal) { ["storage"] = volume.SizeLimit! },
                },
            },
        };
    }
}
