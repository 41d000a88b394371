using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.Spark.Api;
using Hearth.Spark.Configuration;
using Hearth.Spark.Submission;
using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hearth.Operator.Applications;

/// <summary>What a submission ended with.</summary>
/// <param name="Failure">Null: every object exists.</param>
/// <param name="IsLater">Something of an earlier attempt must go first: submit again then.</param>
/// <param name="IsGone">The application does not exist any more; what was made goes with it.</param>
internal readonly record struct SubmissionOutcome(SubmissionFailure? Failure, bool IsLater = false, bool IsGone = false)
{
    /// <summary>The pod that was made, now or before; null where it is gone already.</summary>
    public PodFacts? Driver { get; init; }

    /// <summary>What the user should know though the submission goes on.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>
/// Makes the objects of an attempt. All names derive from the attempt's id, so doing it again finds what exists. The driver's Service
/// and ConfigMaps come first, owned by the application; then the driver; then they are handed to it, as Spark's submitter does.
/// </summary>
internal sealed class Submitter(KubeClient client, OperatorOptions options, ServiceAccountCheck accounts)
{
    /// <summary>Driver pods that exist or existed, by attempt, until a status tells of them.</summary>
    private readonly ConcurrentDictionary<string, Pod> _made = new(StringComparer.Ordinal);

    /// <summary>The status tells of the attempt now.</summary>
    public void Forget(string submissionId) => _made.TryRemove(submissionId, out _);

    public async Task<SubmissionOutcome> SubmitAsync(ApplicationSnapshot s, CancellationToken cancellationToken)
    {
        var application = ApplicationDefaults.Apply(s.Application);
        var mistakes = ApplicationValidation.Check(application);
        if (mistakes.Count > 0)
            return new(new(string.Join("; ", mistakes), "invalid-spec", "correct the named fields", IsRetryable: false));
        var batch = BatchScheduling.Of(application, options);
        if (batch.Problem is { } problem)
            return new(new(problem, "unknown-batch-scheduler", "name one that the operator knows in spec.batchScheduler", IsRetryable: false));
        var planned = ApplicationSubmission.Plan(Prepare(batch.Application, Identity(s).ApplicationId), Identity(s), Context(s));
        if (planned.Value is not { } plan)
            return new(new(string.Join("; ", planned.Problems), "invalid-spec", planned.Problems[0].Suggestion, IsRetryable: false));
        try
        {
            if (await VanishedAsync(s, plan, cancellationToken))
                return new(null);
            if (await accounts.MissingAsync(plan.Namespace, plan.Driver.Spec?.ServiceAccountName, cancellationToken) is { } missing)
                return new(missing);
            await CreateBesideAsync(application, batch.PodGroup, cancellationToken);
            var outcome = await CreateAsync(s, plan, cancellationToken);
            return outcome with { Warnings = [.. plan.Warnings.Select(warning => warning.ToString())] };
        }
        catch (KubeException e) when (SubmissionFailures.IsRefusal(e))
        {
            await RemoveAsync(plan, cancellationToken);
            return new(SubmissionFailures.Of(e));
        }
    }

    /// <summary>Removes what an attempt made, or began to make, beside its driver.</summary>
    public async Task RemoveObjectsAsync(ApplicationSnapshot s, CancellationToken cancellationToken)
    {
        var application = ApplicationDefaults.Apply(s.Application);
        // The spec may have become one that cannot be planned; what every submission makes has the same names.
        foreach (var spec in new[] { application, application with { Spec = Plain(application.Spec) } })
        {
            if (ApplicationSubmission.Plan(spec, Identity(s), Context(s)).Value is not { } plan)
                continue;
            await RemoveAsync(plan, cancellationToken);
            return;
        }
    }

    private static SparkApplicationSpec Plain(SparkApplicationSpec spec) => new()
    {
        Type = "Java",
        SparkVersion = spec.SparkVersion,
        Image = "any",
        MainClass = "any",
        MainApplicationFile = "local:///any",
        Driver = new() { PodName = spec.Driver.PodName },
    };

    /// <summary>What the operator adds to a submission; one of each for an application, whatever the attempt.</summary>
    private async Task CreateBesideAsync(SparkApplication application, KubeObject? podGroup, CancellationToken cancellationToken)
    {
        var ns = application.Metadata.Namespace!;
        foreach (var wanted in new[] { podGroup, DriverDisruptionBudget.Of(application, options), Monitoring.ConfigMapOf(application) })
        {
            if (wanted is null || await TryCreateAsync(ns, wanted, cancellationToken))
                continue;
            if (wanted is ConfigMap map)
                await client.PatchAsync(ResourceTypes.ConfigMaps, ns, map.Metadata.Name!, Patch.Merge(JsonSerializer.SerializeToNode(map, KubeJson.Default.ConfigMap)!), cancellationToken);
        }
    }

    /// <summary>
    /// The driver was made before, and somebody deleted it before a status could tell: it may have run, so it is not made again. The
    /// attempt counts as submitted, and what looks for its driver finds none.
    /// </summary>
    private async Task<bool> VanishedAsync(ApplicationSnapshot s, SubmissionPlan plan, CancellationToken cancellationToken)
    {
        if (!_made.TryGetValue(s.Status.SubmissionId!, out var driver))
            return false;
        if ((await client.FindAsync(ResourceTypes.Pods, plan.Namespace, driver.Metadata.Name!, cancellationToken))?.Metadata.Uid == driver.Metadata.Uid)
            return false;
        await RemoveAsync(plan, cancellationToken);
        return true;
    }

    private async Task<SubmissionOutcome> CreateAsync(ApplicationSnapshot s, SubmissionPlan plan, CancellationToken cancellationToken)
    {
        foreach (var first in plan.PreResources)
            await TryCreateAsync(plan.Namespace, first with { Metadata = first.Metadata with { OwnerReferences = [WebUIObjects.Owner(s.Application)] } }, cancellationToken);
        var owner = WebUIObjects.Owner(s.Application) with { Controller = null, BlockOwnerDeletion = null };
        await Task.WhenAll(plan.Resources.Select(resource => TryCreateAsync(plan.Namespace, SubmissionPlan.Own(resource, owner), cancellationToken)));
        if (s.MayHaveBegun && await IsGoneAsync(s.Application, cancellationToken))
            return new(null, IsGone: true);
        if (await CreateDriverAsync(s, plan, cancellationToken) is not { } driver)
            return new(null, IsLater: true);
        if (driver.Metadata.Labels?.GetValueOrDefault(SparkLabels.SubmissionId) != s.Status.SubmissionId)
        {
            await RemoveAsync(plan, cancellationToken);
            return new(new($"driver pod already exist: pod {driver.Metadata.Name} belongs to something else", "driver-name-taken", "rename the application, set spec.driver.podName, or delete that pod", IsRetryable: true));
        }

        _made[s.Status.SubmissionId!] = new() { Metadata = new() { Name = driver.Metadata.Name, Uid = driver.Metadata.Uid } };
        var reference = new JsonObject { ["metadata"] = new JsonObject { ["ownerReferences"] = new JsonArray(ToNode(SubmissionPlan.OwnerReferenceTo(driver))) } };
        await Task.WhenAll(plan.Resources.Select(async resource =>
        {
            if (await IsOwnAsync(plan, resource, cancellationToken))
                await PatchAsync(plan.Namespace, resource, Patch.Merge(reference), cancellationToken);
        }));
        return new(null) { Driver = PodFacts.Of(driver) };
    }

    /// <summary>Asked last before the driver: one that ran before may have been collected with its application.</summary>
    private async Task<bool> IsGoneAsync(SparkApplication application, CancellationToken cancellationToken) =>
        (await client.FindAsync(SparkResources.SparkApplications, application.Metadata.Namespace, application.Metadata.Name!, cancellationToken))?.Metadata.Uid != application.Metadata.Uid;

    /// <summary>The driver, made now or before; another's pod of that name; null where an earlier attempt's pod must go first.</summary>
    private async Task<Pod?> CreateDriverAsync(ApplicationSnapshot s, SubmissionPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            return await client.CreateAsync(ResourceTypes.Pods, plan.Namespace, DriverHold.IsWanted(s.Application, options) ? Held(plan.Driver) : plan.Driver, cancellationToken);
        }
        catch (KubeException e) when (e.IsAlreadyExists)
        {
            if (await client.FindAsync(ResourceTypes.Pods, plan.Namespace, plan.Names.DriverPod, cancellationToken) is not { } existing)
                return null;
            var isOurs = existing.Metadata.OwnerReferences?.Any(o => o.Uid == s.Application.Metadata.Uid) == true;
            if (!isOurs && IsOfDeletedApplication(s.Application, existing))
                return null;
            if (!isOurs || existing.Metadata.Labels?.GetValueOrDefault(SparkLabels.SubmissionId) == s.Status.SubmissionId)
                return existing;
            if (existing.Metadata.DeletionTimestamp is null)
                await client.DeleteAsync(ResourceTypes.Pods, plan.Namespace, plan.Names.DriverPod, new() { Uid = existing.Metadata.Uid }, cancellationToken);
            return null;
        }
    }

    private static Pod Held(Pod driver) => driver with { Metadata = driver.Metadata with { Finalizers = [.. driver.Metadata.Finalizers ?? [], DriverHold.Finalizer] } };

    /// <summary>The garbage collector is about to take it: an application of this name was deleted a moment ago.</summary>
    private static bool IsOfDeletedApplication(SparkApplication application, Pod driver) =>
        driver.Metadata.OwnerReferences?.Any(o => o.Kind == SparkResources.SparkApplications.Kind && o.Name == application.Metadata.Name) == true;

    /// <summary>False where it exists: made by this attempt before, whose id is in the name.</summary>
    private async Task<bool> TryCreateAsync(string ns, KubeObject resource, CancellationToken cancellationToken)
    {
        try
        {
            await (resource switch
            {
                ConfigMap map => client.CreateAsync(ResourceTypes.ConfigMaps, ns, map, cancellationToken),
                Service service => client.CreateAsync(ResourceTypes.Services, ns, service, cancellationToken),
                Secret secret => client.CreateAsync(ResourceTypes.Secrets, ns, secret, cancellationToken),
                PersistentVolumeClaim claim => client.CreateAsync(ResourceTypes.PersistentVolumeClaims, ns, claim, cancellationToken),
                _ => (Task)client.CreateAsync(ResourceKinds.Of(resource), ns, resource, cancellationToken),
            });
            return true;
        }
        catch (KubeException e) when (e.IsAlreadyExists)
        {
            return false;
        }
    }

    private async Task PatchAsync(string ns, KubeObject resource, Patch patch, CancellationToken cancellationToken)
    {
        try
        {
            await client.PatchAsync(ResourceKinds.Of(resource), ns, resource.Metadata.Name!, patch, cancellationToken);
        }
        catch (KubeException e) when (e.IsNotFound)
        {
            // A driver that ended at once has taken it along.
        }
    }

    private Task RemoveAsync(SubmissionPlan plan, CancellationToken cancellationToken) =>
        Task.WhenAll(plan.Resources.Concat(plan.PreResources).Select(async resource =>
        {
            if (await IsOwnAsync(plan, resource, cancellationToken))
                await client.RemoveAsync(resource, plan.Namespace, cancellationToken);
        }));

    /// <summary>False for what the user had made before: it is neither handed to the driver, which would take it along, nor deleted.</summary>
    private async Task<bool> IsOwnAsync(SubmissionPlan plan, KubeObject resource, CancellationToken cancellationToken) =>
        !plan.MayBeAnothers(resource)
            || (await client.FindAsync(ResourceKinds.Of(resource), plan.Namespace, resource.Metadata.Name!, cancellationToken) is { } found && plan.IsOwn(found));

    /// <summary>What the operator's flags add to an application.</summary>
    private SparkApplication Prepare(SparkApplication application, string applicationId)
    {
        var path = WebUIObjects.UIPath(application, options, applicationId);
        if (path.Length == 0)
            return application;
        var conf = new Dictionary<string, string>(application.Spec.SparkConf ?? new Dictionary<string, string>());
        conf.TryAdd("spark.ui.proxyBase", path);
        conf.TryAdd("spark.ui.proxyRedirectUri", "/");
        return application with { Spec = application.Spec with { SparkConf = conf } };
    }

    private static SubmissionIdentity Identity(ApplicationSnapshot s) =>
        SubmissionIdentity.FromAttempt(s.Status.SubmissionId!, s.Status.LastSubmissionAttemptTime ?? s.Now);

    private ApplicationContext Context(ApplicationSnapshot s) => new($"k8s://{client.Configuration.Server.ToString().TrimEnd('/')}", s.Status.SubmissionId!)
    {
        Defaults = options.DriverMaster is { } master ? [new SparkSetting("spark.kubernetes.driver.master", Bare(master), "operator")] : [],
    };

    private static string Bare(string master) => master.StartsWith("k8s://", StringComparison.Ordinal) ? master["k8s://".Length..] : master;

    private static JsonNode? ToNode(OwnerReference reference) => JsonSerializer.SerializeToNode(reference, KubeJson.Default.OwnerReference);
}
