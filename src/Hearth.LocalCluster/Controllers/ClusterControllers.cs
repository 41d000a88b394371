using Hearth.Kube.Client;
using Hearth.LocalCluster.ApiServer.Security;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hearth.LocalCluster.Controllers;

/// <summary>What the controllers of a local cluster need to know.</summary>
public sealed record ControllerSettings
{
    /// <summary>Where the folders behind persistent volumes lie.</summary>
    public required string VolumeDirectory { get; init; }
    public VolumeOptions Volumes { get; init; } = new();

    /// <summary>Where the API server listens: the endpoint of the service <c>kubernetes</c>.</summary>
    public required Uri ApiServer { get; init; }
    /// <summary>Signs certificates that were asked for and approved; null: nobody does.</summary>
    public CertificateSigner? Signer { get; init; }

    /// <summary>Signs the tokens of secrets that ask for one; null: nobody does.</summary>
    public AccountTokens? Tokens { get; init; }

    /// <summary>How many ended pods are kept.</summary>
    public int KeptEndedPods { get; init; } = 12_500;
    public TimeProvider Time { get; init; } = TimeProvider.System;
    public ILogger Logger { get; init; } = NullLogger.Instance;
}

/// <summary>How claims are bound: at once by default; late or never where a test asks for it.</summary>
public sealed record VolumeOptions
{
    public TimeSpan BindingDelay { get; init; }

    /// <summary>Claims of these storage classes fail to be provisioned.</summary>
    public IReadOnlyList<string> FailingClasses { get; init; } = [];
}

/// <summary>The controllers that a real cluster has in its controller manager: each a plain client of the API.</summary>
public static class ClusterControllers
{
    /// <summary>Runs all of them until cancelled.</summary>
    public static async Task RunAsync(KubeClient client, ControllerSettings settings, CancellationToken cancellationToken)
    {
        using var garbage = new GarbageCollector(client, settings);
        using var namespaces = new NamespaceController(client, settings);
        using var volumes = new VolumeController(client, settings);
        using var endpoints = new EndpointsController(client, settings);
        using var nodes = new NodeController(client, settings);
        using var taints = new TaintEviction(client, settings);
        using var mirror = new EndpointsMirror(client, settings);
        using var disruption = new DisruptionController(client, settings);
        using var autoscalers = new AutoscalerController(client, settings);
        using var certificates = new CertificateController(client, settings);
        using var accounts = new ServiceAccountController(client, settings);
        using var tokens = new TokenSecretController(client, settings);
        using var roles = new RoleAggregationController(client, settings);
        using var policies = new Policies.PolicyStatusController(client, settings);
        await Task.WhenAll(
            garbage.RunAsync(cancellationToken),
            namespaces.RunAsync(cancellationToken),
            volumes.RunAsync(cancellationToken),
            endpoints.RunAsync(cancellationToken),
            nodes.RunAsync(cancellationToken),
            taints.RunAsync(cancellationToken),
            mirror.RunAsync(cancellationToken),
            disruption.RunAsync(cancellationToken),
            autoscalers.RunAsync(cancellationToken),
            certificates.RunAsync(cancellationToken),
            accounts.RunAsync(cancellationToken),
            tokens.RunAsync(cancellationToken),
            roles.RunAsync(cancellationToken),
            policies.RunAsync(cancellationToken),
            new PodGarbageCollector(client, settings).RunAsync(cancellationToken),
            Workloads.RunAsync(client, settings, cancellationToken));
    }
}
