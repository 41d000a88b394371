using System.Text;
using Hearth.Cli.Output;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Submission;

namespace Hearth.Cli.Commands;

/// <summary>
/// Creates the objects of a plan in Spark's order: pre-resources, the driver pod, then everything that the pod owns, its ConfigMap last.
/// Where one fails, what was created before is removed.
/// </summary>
internal sealed class SubmitClient(KubeClient client, Terminal terminal)
{
    private const string Manager = "hearth";
    private readonly List<KubeObject> _created = [];

    /// <summary>The created driver pod.</summary>
    public async Task<Pod> CreateAsync(SubmissionPlan plan, CancellationToken cancellationToken)
    {
        await GuardAsync(() => ApplyAllAsync(plan.PreResources, plan.Namespace, _created.Add, cancellationToken), "[resource]", () => UndoAsync(plan.Namespace));
        var driver = await GuardAsync(() => client.CreateAsync(ResourceTypes.Pods, plan.Namespace, plan.Driver, cancellationToken), "pod", () => UndoAsync(plan.Namespace));
        _created.Insert(0, driver);
        var owner = SubmissionPlan.OwnerReferenceTo(driver);
        await GuardAsync(
            async () =>
            {
                var resources = await WithoutAnothersAsync(plan, cancellationToken);
                return await ApplyAllAsync(plan.PreResources.Concat(resources).Select(resource => SubmissionPlan.Own(resource, owner)), plan.Namespace, _ => { }, cancellationToken);
            },
            "[resource]",
            () => UndoAsync(plan.Namespace));
        return driver;
    }

    // A claim that was there before would go with the driver, once that owned it.
    private async Task<IReadOnlyList<KubeObject>> WithoutAnothersAsync(SubmissionPlan plan, CancellationToken cancellationToken)
    {
        var own = new List<KubeObject>();
        foreach (var resource in plan.Resources)
        {
            if (!plan.MayBeAnothers(resource) || await client.FindAsync(Type(resource), plan.Namespace, resource.Metadata.Name!, cancellationToken) is null)
                own.Add(resource);
            else
                terminal.Say($"{resource.Kind} {resource.Metadata.Name} exists already: the driver uses it as it is");
        }

        return own;
    }

    // Returns how many, so that it can be guarded like a creation.
    private async Task<int> ApplyAllAsync(IEnumerable<KubeObject> resources, string ns, Action<KubeObject> done, CancellationToken cancellationToken)
    {
        var applied = 0;
        foreach (var resource in resources)
        {
            var patch = Patch.Apply(Encoding.UTF8.GetBytes(SubmissionObjects.ToJson(resource)), Manager, force: true);
            await client.PatchAsync(Type(resource), ns, resource.Metadata.Name!, patch, cancellationToken);
            done(resource);
            applied++;
        }

        return applied;
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> create, string what, Func<Task> undo)
    {
        try
        {
            return await create();
        }
        catch (Exception e)
        {
            if (e is KubeException { IsForbidden: true })
                terminal.Say($"Please check \"kubectl auth can-i create {what}\" first. It should be yes.");
            await undo();
            throw;
        }
    }

    // The driver and what came before it. What the driver owns goes with it; a claim that was there before must stay.
    private async Task UndoAsync(string ns)
    {
        foreach (var resource in _created)
            await TryDeleteAsync(resource, ns);
    }

    // Undoing must go on where one deletion fails, and after an interruption.
    private async Task TryDeleteAsync(KubeObject resource, string ns)
    {
        try
        {
            await client.DeleteAsync(Type(resource), ns, resource.Metadata.Name!, null, CancellationToken.None);
        }
        catch (KubeException e)
        {
            terminal.Say($"warning: {resource.Kind} {resource.Metadata.Name} was created and could not be deleted again: {e.Message}");
        }
    }

    private static ResourceType<KubeObject> Type(KubeObject resource)
    {
        var version = resource.ApiVersion!.Split('/');
        return ResourceTypes.Untyped(version.Length == 2 ? version[0] : "", version[^1], SubmissionObjects.Plural(resource), resource.Kind!);
    }
}
