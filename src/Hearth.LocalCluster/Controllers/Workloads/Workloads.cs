using Hearth.Kube.Client;

namespace Hearth.LocalCluster.Controllers;

/// <summary>Deployments, replica sets, stateful sets, daemon sets and jobs: enough to run services beside Spark.</summary>
internal static class Workloads
{
    public static async Task RunAsync(KubeClient client, ControllerSettings settings, CancellationToken cancellationToken)
    {
        var world = new WorkloadWorld(client, settings);
        var (jobLook, daemonLook) = (new JobLook(world), new DaemonSetLook(world));
        using var sets = new WorkloadController(client, settings, Kinds.ReplicaSets, new ReplicaSetLook(world).LookAsync);
        using var deployments = new WorkloadController(client, settings, Kinds.Deployments, new DeploymentLook(world).LookAsync);
        using var stateful = new WorkloadController(client, settings, Kinds.StatefulSets, new StatefulSetLook(world).LookAsync);
        using var daemons = new WorkloadController(client, settings, Kinds.DaemonSets, daemonLook.LookAsync, daemonLook.ForgetAsync);
        using var jobs = new WorkloadController(client, settings, Kinds.Jobs, jobLook.LookAsync, jobLook.ForgetAsync);
        using var cronJobs = new WorkloadController(client, settings, Kinds.CronJobs, new CronJobLook(world).LookAsync);
        sets.Follow(world.Pods);
        sets.FollowOrphans(world.Pods);
        stateful.Follow(world.Pods);
        stateful.FollowOrphans(world.Pods);
        daemons.Follow(world.Pods);
        daemons.FollowOrphans(world.Pods);
        world.Nodes.Changed += change =>
        {
            if (change.Before != change.After)
                daemons.EnqueueAll();
        };
        jobs.Follow(world.Pods);
        deployments.Follow(world.ReplicaSets);
        deployments.FollowOrphans(world.ReplicaSets);
        // A Deployment that recreates waits for the last pod to go.
        world.Pods.Changed += change =>
        {
            if (change.After is null && change.Before?.Metadata.OwnerReferences?.FirstOrDefault(o => o is { Controller: true, Kind: "ReplicaSet" }) is { } owner)
                deployments.Enqueue(world.ReplicaSets.Find(new(change.Key.Namespace, owner.Name)));
        };
        cronJobs.Follow(world.Jobs);
        await Task.WhenAll(
            world.RunAsync(cancellationToken),
            sets.RunAsync(cancellationToken),
            deployments.RunAsync(cancellationToken),
            stateful.RunAsync(cancellationToken),
            daemons.RunAsync(cancellationToken),
            jobs.RunAsync(cancellationToken),
            cronJobs.RunAsync(cancellationToken));
    }
}
