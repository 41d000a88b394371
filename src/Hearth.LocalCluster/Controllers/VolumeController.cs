using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Watching;
using Hearth.LocalCluster.Scheduling;

namespace Hearth.LocalCluster.Controllers;

/// <summary>
/// Provisions and binds persistent volumes: each a folder of this machine. A claim that names a volume gets that one; released volumes
/// of reclaim policy Delete lose their folder. Claims in use are kept until their pods are gone.
/// </summary>
internal sealed class VolumeController(KubeClient client, ControllerSettings settings) : IDisposable
{
    private const string Protection = "kubernetes.io/pvc-protection";
    private const string IsBound = "pv.kubernetes.io/bind-completed";
    private const string IsBoundByController = "pv.kubernetes.io/bound-by-controller";
    private const string NoProvisioner = "kubernetes.io/no-provisioner";
    private const string VolumeProtection = "kubernetes.io/pv-protection";
    private static readonly ResourceType<KubeObject> s_volumes = ResourceTypes.Untyped("", "v1", "persistentvolumes", "PersistentVolume", namespaced: false);
    private static readonly ResourceType<KubeObject> s_classes = ResourceTypes.Untyped("storage.k8s.io", "v1", "storageclasses", "StorageClass", namespaced: false);
    private readonly WorkQueue<ObjectKey> _queue = new();
    private readonly WorkQueue<ObjectKey> _volumeQueue = new();
    private readonly EventRecorder _events = new(client, "persistentvolume-controller", "", settings.Logger, settings.Time);
    private readonly Store<Pod, Pod> _pods = new(client, ResourceTypes.Pods, UsesClaims, logger: settings.Logger);

    public Task RunAsync(CancellationToken cancellationToken)
    {
        var claims = new Store<PersistentVolumeClaim, PersistentVolumeClaim>(client, ResourceTypes.PersistentVolumeClaims, claim => claim, logger: settings.Logger);
        var volumes = new Store<KubeObject, KubeObject>(client, s_volumes, volume => volume, logger: settings.Logger);
        claims.Changed += change => Enqueue(change);
        volumes.Changed += change =>
        {
            _volumeQueue.Add(change.Key);
            // Their claims may have lost them, or got them back.
            foreach (var reference in new[] { change.Before, change.After }.Select(v => v?.Spec()["claimRef"]).OfType<JsonObject>())
                _queue.Add(new((string?)reference["namespace"] ?? "", (string?)reference["name"] ?? ""));
        };
        _pods.Changed += change =>
        {
            if (change.After is null && change.Before is { } gone)
            {
                foreach (var name in ClaimsOf(gone))
                    _queue.Add(new(gone.Metadata.Namespace ?? "", name));
            }
        };
        return Task.WhenAll(
            claims.RunAsync(cancellationToken),
            volumes.RunAsync(cancellationToken),
            _pods.RunAsync(cancellationToken),
            _events.RunAsync(cancellationToken),
            new Controller<ObjectKey>("claims", _queue, ReconcileAsync, new() { Workers = 2, UrgentWorkers = 0 }, settings.Logger).RunAsync(cancellationToken),
            new Controller<ObjectKey>("volumes", _volumeQueue, ReconcileVolumeAsync, new() { Workers = 2, UrgentWorkers = 0 }, settings.Logger).RunAsync(cancellationToken));
    }

    public void Dispose()
    {
        _queue.Dispose();
        _volumeQueue.Dispose();
    }

    private void Enqueue(StoreChange<PersistentVolumeClaim> change)
    {
        if (change.After is null)
        {
            if (change.Before?.Spec?.VolumeName is { Length: > 0 } volume)
                _volumeQueue.Add(new("", volume));
            return;
        }

        if (change.Before is null && settings.Volumes.BindingDelay > TimeSpan.Zero)
            _queue.AddAfter(change.Key, settings.Volumes.BindingDelay);
        else
            _queue.Add(change.Key);
    }

    private async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (await client.FindAsync(ResourceTypes.PersistentVolumeClaims, key.Namespace, key.Name, cancellationToken) is not { } claim)
            return ReconcileResult.Done;
        if (claim.Metadata.DeletionTimestamp is not null)
            await ReleaseAsync(claim, cancellationToken);
        else if (claim.Metadata.Finalizers?.Contains(Protection, StringComparer.Ordinal) != true)
            await ProtectAsync(ResourceTypes.PersistentVolumeClaims, claim, Protection, cancellationToken);
        else if (claim.Metadata.Annotations?.ContainsKey(IsBound) == true)
            await KeepAsync(claim, cancellationToken);
        else
            await BindAsync(claim, cancellationToken);
        return ReconcileResult.Done;
    }

    /// <summary>A bound claim binds its volume again where somebody else has unbound it, and is lost where it is gone.</summary>
    private async Task KeepAsync(PersistentVolumeClaim claim, CancellationToken cancellationToken)
    {
        var volume = claim.Spec?.VolumeName is { Length: > 0 } name ? await client.FindAsync(s_volumes, null, name, cancellationToken) : null;
        if (volume is null)
            await LoseAsync(claim, "ClaimLost", $"Bound claim has lost {(claim.Spec?.VolumeName is { Length: > 0 } ? "its" : "reference to")} PersistentVolume. Data on the volume is lost!", cancellationToken);
        else if (!VolumeMatch.IsFor(volume, claim))
            await LoseAsync(claim, "ClaimMisbound", "Two claims are bound to the same volume, this one is bound incorrectly", cancellationToken);
        else if (claim.Status?.Phase != "Bound" || (string?)volume.Spec()["claimRef"]?["uid"] != claim.Metadata.Uid || (string?)volume.Status()["phase"] != "Bound")
            await BindAsync(claim, volume, isNamed: claim.Metadata.Annotations?.ContainsKey(IsBoundByController) != true, cancellationToken);
    }

    private async Task LoseAsync(PersistentVolumeClaim claim, string reason, string message, CancellationToken cancellationToken)
    {
        if (claim.Status?.Phase == "Lost")
            return;
        var status = new JsonObject { ["phase"] = "Lost", ["accessModes"] = null, ["capacity"] = null };
        await client.PatchAsync(ResourceTypes.PersistentVolumeClaims, claim.Metadata.Namespace, claim.Metadata.Name!, Patch.Merge(new JsonObject { ["status"] = status }), "status", cancellationToken);
        _events.Warning(claim, reason, message);
    }

    /// <summary>Gives a finalizer back that somebody took.</summary>
    private async Task ProtectAsync<T>(ResourceType<T> type, T item, string finalizer, CancellationToken cancellationToken)
        where T : KubeObject
    {
        var all = new JsonArray([.. (item.Metadata.Finalizers ?? []).Append(finalizer).Select(f => (JsonNode)f)]);
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = item.Metadata.ResourceVersion, ["finalizers"] = all } };
        await client.PatchAsync(type, item.Metadata.Namespace, item.Metadata.Name!, Patch.Merge(patch), cancellationToken);
    }

    private async Task ReleaseAsync(PersistentVolumeClaim claim, CancellationToken cancellationToken)
    {
        var used = _pods.Snapshot().Any(p => p.Key.Namespace == claim.Metadata.Namespace && ClaimsOf(p.Value).Contains(claim.Metadata.Name, StringComparer.Ordinal));
        if (used || claim.Metadata.Finalizers?.Contains(Protection, StringComparer.Ordinal) != true)
            return;
        var rest = new JsonArray([.. claim.Metadata.Finalizers.Where(f => f != Protection).Select(f => (JsonNode)f)]);
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = claim.Metadata.ResourceVersion, ["finalizers"] = rest } };
        await client.PatchAsync(ResourceTypes.PersistentVolumeClaims, claim.Metadata.Namespace, claim.Metadata.Name!, Patch.Merge(patch), cancellationToken);
    }

    private async Task BindAsync(PersistentVolumeClaim claim, CancellationToken cancellationToken)
    {
        if (settings.Volumes.FailingClasses.Contains(claim.Spec?.StorageClassName ?? "", StringComparer.Ordinal))
        {
            _events.Warning(claim, "ProvisioningFailed", $"storageclass.storage.k8s.io \"{claim.Spec?.StorageClassName}\" not found");
            return;
        }

        var isNamed = claim.Spec?.VolumeName is { Length: > 0 };
        var type = claim.Spec?.StorageClassName is { Length: > 0 } name ? await client.FindAsync(s_classes, null, name, cancellationToken) : null;
        var consumer = claim.Metadata.Annotations?.GetValueOrDefault(VolumeLookup.SelectedNode);
        if (!isNamed && consumer is null && Field(type, "volumeBindingMode") == "WaitForFirstConsumer")
        {
            _events.Normal(claim, "WaitForFirstConsumer", "waiting for first consumer to be created before binding");
            return;
        }

        var volume = isNamed
            ? await client.FindAsync(s_volumes, null, claim.Spec!.VolumeName!, cancellationToken)
            : VolumeMatch.Find(claim, await UsableAsync(consumer, cancellationToken));
        if (volume is null && !isNamed)
            volume = await ProvisionAsync(claim, type, cancellationToken);
        if (volume is null)
            return;
        if (!VolumeMatch.IsFor(volume, claim))
            _events.Warning(claim, "FailedBinding", $"volume \"{volume.Metadata.Name}\" already bound to a different claim.");
        else if (isNamed && volume.Spec()["claimRef"] is null && VolumeMatch.Mismatch(volume, claim) is { } mismatch)
            _events.Warning(claim, "VolumeMismatch", $"Cannot bind to requested volume \"{volume.Metadata.Name}\": {mismatch}");
        else
            await BindAsync(claim, volume, isNamed, cancellationToken);
    }

    private static string? Field(KubeObject? type, string name) => type?.Extra?.TryGetValue(name, out var value) == true ? value.GetString() : null;

    /// <summary>All volumes, or those that can be used on a node.</summary>
    private async Task<IEnumerable<KubeObject>> UsableAsync(string? nodeName, CancellationToken cancellationToken)
    {
        var volumes = (await client.ListAsync(s_volumes, null, null, cancellationToken)).Items;
        if (nodeName is null || await client.FindAsync(ResourceTypes.Nodes, null, nodeName, cancellationToken) is not { } node)
            return volumes;
        var labels = node.Metadata.Labels ?? new Dictionary<string, string>(StringComparer.Ordinal);
        return volumes.Where(v => VolumeLookup.Place(v) is not { } terms || terms.Any(t => Scheduling.Selectors.MatchesTerm(t, labels, nodeName)));
    }

    /// <summary>Null where volumes are made by people: the class says so, or the claim wants none.</summary>
    private async Task<KubeObject?> ProvisionAsync(PersistentVolumeClaim claim, KubeObject? type, CancellationToken cancellationToken)
    {
        if (Field(type, "provisioner") == NoProvisioner)
        {
            _events.Warning(claim, "ProvisioningFailed", "no volume plugin matched name: " + NoProvisioner);
            return null;
        }

        if (claim.Spec?.StorageClassName is "")
        {
            _events.Normal(claim, "FailedBinding", "no persistent volumes available for this claim and no storage class is set");
            return null;
        }

        var name = $"pvc-{claim.Metadata.Uid}";
        if (await client.FindAsync(s_volumes, null, name, cancellationToken) is { } present)
            return present;
        var volume = await client.CreateAsync(s_volumes, null, NewVolume(claim, name), cancellationToken);
        _events.Normal(claim, "ProvisioningSucceeded", $"Successfully provisioned volume {name}");
        return volume;
    }

    private async Task BindAsync(PersistentVolumeClaim claim, KubeObject volume, bool isNamed, CancellationToken cancellationToken)
    {
        var (ns, claimName, name) = (claim.Metadata.Namespace, claim.Metadata.Name!, volume.Metadata.Name!);
        if ((string?)volume.Spec()["claimRef"]?["uid"] != claim.Metadata.Uid)
        {
            var change = new JsonObject { ["spec"] = new JsonObject { ["claimRef"] = Reference(claim) } };
            if (volume.Spec()["claimRef"] is null)
                change["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [IsBoundByController] = "yes" } };
            volume = await client.PatchAsync(s_volumes, null, name, Patch.Merge(change), cancellationToken);
        }

        await client.PatchAsync(s_volumes, null, name, Patch.Merge(new JsonObject { ["status"] = new JsonObject { ["phase"] = "Bound" } }), "status", cancellationToken);
        var annotations = new JsonObject { [IsBound] = "yes" };
        if (!isNamed)
            annotations[IsBoundByController] = "yes";
        await client.PatchAsync(ResourceTypes.PersistentVolumeClaims, ns, claimName, Patch.Merge(new JsonObject
        {
            ["metadata"] = new JsonObject { ["annotations"] = annotations },
            ["spec"] = new JsonObject { ["volumeName"] = name },
        }), cancellationToken);
        var status = new JsonObject
        {
            ["phase"] = "Bound",
            ["accessModes"] = volume.Spec()["accessModes"]?.DeepClone(),
            ["capacity"] = volume.Spec()["capacity"]?.DeepClone(),
        };
        await client.PatchAsync(ResourceTypes.PersistentVolumeClaims, ns, claimName, Patch.Merge(new JsonObject { ["status"] = status }), "status", cancellationToken);
    }

    private static JsonObject Reference(PersistentVolumeClaim claim) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "PersistentVolumeClaim",
        ["namespace"] = claim.Metadata.Namespace,
        ["name"] = claim.Metadata.Name,
        ["uid"] = claim.Metadata.Uid,
        ["resourceVersion"] = claim.Metadata.ResourceVersion,
    };

    private KubeObject NewVolume(PersistentVolumeClaim claim, string name)
    {
        var path = Path.Combine(settings.VolumeDirectory, name);
        var spec = new JsonObject
        {
            ["capacity"] = new JsonObject { ["storage"] = Storage(claim) },
            ["accessModes"] = new JsonArray([.. (claim.Spec?.AccessModes ?? []).Select(m => (JsonNode)m)]),
            ["persistentVolumeReclaimPolicy"] = "Delete",
            ["storageClassName"] = claim.Spec?.StorageClassName ?? "",
            ["hostPath"] = new JsonObject { ["path"] = path, ["type"] = "DirectoryOrCreate" },
            ["claimRef"] = Reference(claim),
        };
        return new()
        {
            Metadata = new() { Name = name, Annotations = new Dictionary<string, string>(StringComparer.Ordinal) { ["pv.kubernetes.io/provisioned-by"] = "hearth.dev/local" } },
            Extra = new() { ["spec"] = System.Text.Json.JsonDocument.Parse(spec.ToJsonString()).RootElement },
        };
    }

    private async Task<ReconcileResult> ReconcileVolumeAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (await client.FindAsync(s_volumes, null, key.Name, cancellationToken) is not { } volume || volume.Extra?.TryGetValue("spec", out var spec) != true)
            return ReconcileResult.Done;
        if (volume.Metadata.DeletionTimestamp is not null)
            return await LetGoAsync(volume, cancellationToken);
        if (volume.Metadata.Finalizers?.Contains(VolumeProtection, StringComparer.Ordinal) != true)
            await ProtectAsync(s_volumes, volume, VolumeProtection, cancellationToken);
        if (!spec.TryGetProperty("claimRef", out var claimRef) || !claimRef.TryGetProperty("uid", out var uid))
        {
            await SetPhaseAsync(volume, "Available", null, cancellationToken);
            return ReconcileResult.Done;
        }

        var claim = await client.FindAsync(ResourceTypes.PersistentVolumeClaims, claimRef.GetProperty("namespace").GetString(), claimRef.GetProperty("name").GetString()!, cancellationToken);
        if (claim?.Metadata.Uid == uid.GetString())
            return ReconcileResult.Done;
        var deletes = spec.TryGetProperty("persistentVolumeReclaimPolicy", out var policy) && policy.GetString() == "Delete";
        if (!deletes)
        {
            await SetPhaseAsync(volume, "Released", null, cancellationToken);
            return ReconcileResult.Done;
        }

        if (!spec.TryGetProperty("hostPath", out _))
        {
            var trouble = $"error getting deleter volume plugin for volume \"{key.Name}\": no volume plugin matched";
            if (await SetPhaseAsync(volume, "Failed", trouble, cancellationToken))
                _events.Warning(volume, "VolumeFailedDelete", trouble);
            return ReconcileResult.Done;
        }

        // Only folders that this controller made are its to delete.
        var folder = Path.Combine(settings.VolumeDirectory, key.Name);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        await client.DeleteAsync(s_volumes, null, key.Name, new() { Uid = volume.Metadata.Uid }, cancellationToken);
        return ReconcileResult.Done;
    }

    /// <returns>Whether it was another one before.</returns>
    private async Task<bool> SetPhaseAsync(KubeObject volume, string phase, string? message, CancellationToken cancellationToken)
    {
        if ((string?)volume.Status()["phase"] == phase)
            return false;
        await client.PatchAsync(s_volumes, null, volume.Metadata.Name!, Patch.Merge(new JsonObject { ["status"] = new JsonObject { ["phase"] = phase, ["message"] = message } }), "status", cancellationToken);
        // Somebody may have waited for it.
        foreach (var claim in phase == "Available" ? (await client.ListAsync(ResourceTypes.PersistentVolumeClaims, null, null, cancellationToken)).Items : [])
        {
            if (claim.Status?.Phase != "Bound")
                _queue.Add(ObjectKey.Of(claim));
        }

        return true;
    }

    private async Task<ReconcileResult> LetGoAsync(KubeObject volume, CancellationToken cancellationToken)
    {
        if (volume.Metadata.Finalizers?.Contains(VolumeProtection, StringComparer.Ordinal) != true)
            return ReconcileResult.Done;
        // A bound volume is in use as long as its claim is there.
        if (volume.Spec()["claimRef"] is JsonObject reference && (string?)volume.Status()["phase"] == "Bound"
            && await client.FindAsync(ResourceTypes.PersistentVolumeClaims, (string?)reference["namespace"], (string?)reference["name"] ?? "", cancellationToken) is { } claim && claim.Metadata.Uid == (string?)reference["uid"])
        {
            return ReconcileResult.Done;
        }

        var rest = new JsonArray([.. volume.Metadata.Finalizers.Where(f => f != VolumeProtection).Select(f => (JsonNode)f)]);
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = volume.Metadata.ResourceVersion, ["finalizers"] = rest } };
        await client.PatchAsync(s_volumes, null, volume.Metadata.Name!, Patch.Merge(patch), cancellationToken);
        return ReconcileResult.Done;
    }

    private static string Storage(PersistentVolumeClaim claim) =>
        claim.Spec?.Resources?.Requests is { } requests && requests.TryGetValue("storage", out var storage) ? storage.Text : "1Gi";

    private static Pod? UsesClaims(Pod pod) =>
        pod.Status?.Phase is PodPhase.Succeeded or PodPhase.Failed || !ClaimsOf(pod).Any() ? null : pod;

    private static IEnumerable<string> ClaimsOf(Pod pod) =>
        (pod.Spec?.Volumes ?? []).Select(v => v.PersistentVolumeClaim?.ClaimName ?? (v.Extra?.ContainsKey("ephemeral") == true ? $"{pod.Metadata.Name}-{v.Name}" : null)).OfType<string>();
}
