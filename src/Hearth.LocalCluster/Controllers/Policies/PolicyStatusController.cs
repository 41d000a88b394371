using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Watching;

namespace Hearth.LocalCluster.Controllers.Policies;

/// <summary>
/// Judges the expressions of each validating admission policy by the types of what it matches, once for each generation, and writes into the
/// status what can never work (<c>pkg/controller/validatingadmissionpolicystatus</c>).
/// </summary>
internal sealed class PolicyStatusController(KubeClient client, ControllerSettings settings) : IDisposable
{
    private const string Manager = "validatingadmissionpolicy-status";
    private static readonly ResourceType<KubeObject> s_policies = ResourceTypes.Untyped("admissionregistration.k8s.io", "v1", "validatingadmissionpolicies", "ValidatingAdmissionPolicy", namespaced: false);
    private readonly WorkQueue<string> _queue = new();

    public Task RunAsync(CancellationToken cancellationToken)
    {
        var policies = new Store<KubeObject, KubeObject>(client, s_policies, policy => policy with { Extra = null }, logger: settings.Logger);
        policies.Changed += change => _queue.Add(change.Key.Name);
        return Task.WhenAll(
            policies.RunAsync(cancellationToken),
            new Controller<string>("validating admission policies", _queue, ReconcileAsync, new() { Workers = 1, UrgentWorkers = 0 }, settings.Logger).RunAsync(cancellationToken));
    }

    public void Dispose() => _queue.Dispose();

    private async Task<ReconcileResult> ReconcileAsync(string name, CancellationToken cancellationToken)
    {
        if (await client.FindAsync(s_policies, null, name, cancellationToken) is not { } policy)
            return ReconcileResult.Done;
        var generation = policy.Metadata.Generation ?? 0;
        if (generation <= policy.Status().Number("observedGeneration", 0))
            return ReconcileResult.Done;
        var checking = new JsonObject();
        var warnings = await new PolicyTypeCheck(new KindSource(client), settings.Time.GetUtcNow()).WarningsAsync(policy.Spec(), cancellationToken);
        if (warnings.Count > 0)
            checking["expressionWarnings"] = warnings;
        var wanted = new JsonObject
        {
            ["apiVersion"] = s_policies.ApiVersion,
            ["kind"] = s_policies.Kind,
            ["metadata"] = new JsonObject { ["name"] = name },
            ["status"] = new JsonObject { ["observedGeneration"] = generation, ["typeChecking"] = checking },
        };
        try
        {
            await client.PatchAsync(s_policies, null, name, Patch.Apply(wanted, Manager, force: true), "status", cancellationToken);
        }
        catch (KubeException e) when (e.IsNotFound)
        {
            // It was deleted meanwhile.
        }

        return ReconcileResult.Done;
    }
}
