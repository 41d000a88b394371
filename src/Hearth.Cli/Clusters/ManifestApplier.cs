using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Cli.Manifests;
using Hearth.Cli.Output;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;

namespace Hearth.Cli.Clusters;

/// <summary>Puts the objects of a manifest into a cluster: first all of them to the test, then for good.</summary>
internal sealed class ManifestApplier(KubeClient client)
{
    private static readonly string[] s_first = ["CustomResourceDefinition", "Namespace", "ServiceAccount", "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "ConfigMap", "Secret", "PersistentVolumeClaim"];

    /// <summary>Creates or updates definitions and waits until their kinds are served.</summary>
    public async Task InstallAsync(IReadOnlyList<JsonObject> definitions, CancellationToken cancellationToken)
    {
        var type = ResourceTypes.Untyped("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", namespaced: false);
        await Task.WhenAll(definitions.Select(d => client.PatchAsync(type, null, d["metadata"]!["name"]!.ToString(), Patch.Apply(d, "hearth", force: true), cancellationToken)));
        foreach (var definition in definitions)
            await WaitForKindAsync(definition, cancellationToken);
    }

    /// <summary>Asks the server to check every object and store none.</summary>
    /// <exception cref="UserError">What the server said to any of them, with the places in the manifest.</exception>
    public async Task TryAsync(IReadOnlyList<CheckedObject> objects, string defaultNamespace, CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        foreach (var item in objects)
        {
            try
            {
                await WriteAsync(item, defaultNamespace, dryRun: true, cancellationToken);
            }
            catch (KubeException e) when (!e.IsUnreachable && !e.IsUnauthorized)
            {
                problems.AddRange(Explain(item, e));
            }
        }

        if (problems.Count > 0)
            throw new UserError(ExitCodes.InvalidInput, problems);
    }

    /// <summary>Creates the objects, those that others need first; what exists already is updated.</summary>
    public async Task ApplyAsync(IReadOnlyList<CheckedObject> objects, string defaultNamespace, CancellationToken cancellationToken)
    {
        foreach (var item in objects.OrderBy(o => Array.IndexOf(s_first, o.Kind.Kind) is >= 0 and var place ? place : s_first.Length))
        {
            try
            {
                await WriteAsync(item, defaultNamespace, dryRun: false, cancellationToken);
            }
            catch (KubeException e) when (!e.IsUnreachable && !e.IsUnauthorized)
            {
                throw new UserError(ExitCodes.InvalidInput, [.. Explain(item, e)]);
            }
        }
    }

    private Task<KubeObject> WriteAsync(CheckedObject item, string defaultNamespace, bool dryRun, CancellationToken cancellationToken)
    {
        var kind = item.Kind;
        var type = ResourceTypes.Untyped(kind.Group, kind.Version, kind.Plural, kind.Kind, kind.Namespaced);
        var ns = kind.Namespaced ? item.Document.Namespace is { Length: > 0 } own ? own : defaultNamespace : null;
        if (item.Document.Name.Length == 0)
        {
            var generated = item.Document.Json.Deserialize(KubeJson.Default.KubeObject)!;
            return client.CreateAsync(type, ns, generated, new WriteOptions { DryRun = dryRun, FieldValidation = "Strict" }, cancellationToken);
        }

        var patch = Patch.Apply(item.Document.Json, "hearth", force: true) with { DryRun = dryRun, FieldValidation = "Strict" };
        return client.PatchAsync(type, ns, item.Document.Name, patch, cancellationToken);
    }

    private static IEnumerable<Problem> Explain(CheckedObject item, KubeException refusal)
    {
        var causes = refusal.Status.Details?.Causes ?? [];
        if (causes.Count == 0)
            return [new Problem($"{item.Kind.Kind} \"{item.Document.Name}\": {refusal.Message}", item.Document.Place)];
        return causes.Select(cause => new Problem(cause.Message ?? refusal.Message, cause.Field is { Length: > 0 } field ? item.Document.OfValue(field) : item.Document.Place));
    }

    private async Task WaitForKindAsync(JsonObject definition, CancellationToken cancellationToken)
    {
        var group = definition["spec"]!["group"]!.ToString();
        var version = definition["spec"]!["versions"]![0]!["name"]!.ToString();
        var plural = definition["spec"]!["names"]!["plural"]!.ToString();
        while (true)
        {
            try
            {
                await client.GetJsonAsync($"/apis/{group}/{version}/{plural}?limit=1", cancellationToken);
                return;
            }
            catch (KubeException e) when (e.IsNotFound)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
            }
        }
    }
}
