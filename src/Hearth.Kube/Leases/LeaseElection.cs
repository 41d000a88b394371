using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.Kube.Core.Objects;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hearth.Kube.Leases;

/// <summary>How an election runs. The times are those of Kubernetes' own components.</summary>
public sealed record LeaseOptions
{
    public required string Namespace { get; init; }
    public required string Name { get; init; }

    /// <summary>Unique among the candidates: host name and something random.</summary>
    public required string Identity { get; init; }

    /// <summary>How long a leader that shows no sign of life is waited for. Default: 15 s.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a leader tries to renew before it gives up leading. Default: 10 s.</summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Between attempts. Default: 2 s.</summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(2);
}

/// <summary>
/// Leader election over a <c>coordination.k8s.io/v1 Lease</c>, with client-go's rules (<c>tools/leaderelection</c>): candidates written
/// in either language may compete. Clocks need not agree: only the time since a change was seen counts.
/// </summary>
public sealed class LeaseElection(KubeClient client, LeaseOptions options, ILogger? logger = null, TimeProvider? time = null, Random? random = null)
{
    private readonly ILogger _logger = logger ?? NullLogger.Instance;
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Random _random = random ?? new Random();
    private Lease? _seen;
    private long _seenAt;

    /// <summary>
    /// Waits to lead, then runs <paramref name="lead"/> until it ends or leadership is lost, which cancels it. Releases the lease at
    /// the end, so that the next leader need not wait.
    /// </summary>
    /// <returns>True where <paramref name="lead"/> ended by itself, false where leadership was lost.</returns>
    public async Task<bool> RunAsync(Func<CancellationToken, Task> lead, CancellationToken cancellationToken)
    {
        await AcquireAsync(cancellationToken);
        LeaseLog.Leading(_logger, options.Identity, options.Namespace, options.Name);
        using var leading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = lead(leading.Token);
        var renewal = RenewAsync(leading.Token);
        try
        {
            await Task.WhenAny(work, renewal);
            await leading.CancelAsync();
            await Task.WhenAll(Quietly(renewal), Quietly(work));
            cancellationToken.ThrowIfCancellationRequested();
            if (renewal.IsCompletedSuccessfully)
                return false;
            await work;
            return true;
        }
        finally
        {
            await ReleaseAsync();
        }
    }

    private async Task AcquireAsync(CancellationToken cancellationToken)
    {
        while (!await TryAsync(cancellationToken))
            await Task.Delay(options.RetryPeriod * (1 + Chance()), _time, cancellationToken);
    }

    /// <summary>Ends when leadership is lost.</summary>
    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        var renewedAt = _time.GetTimestamp();
        while (true)
        {
            await Task.Delay(options.RetryPeriod, _time, cancellationToken);
            using var limit = new CancellationTokenSource(Remaining(renewedAt), _time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            var renewed = await TryWithinAsync(both.Token, cancellationToken);
            if (renewed)
                renewedAt = _time.GetTimestamp();
            else if (Remaining(renewedAt) == TimeSpan.Zero || IsHeldByOther())
                break;
        }

        LeaseLog.Lost(_logger, options.Identity, options.Namespace, options.Name);
    }

    private async Task<bool> TryWithinAsync(CancellationToken limit, CancellationToken cancellationToken)
    {
        try
        {
            return await TryAsync(limit);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private TimeSpan Remaining(long since)
    {
        var left = options.RenewDeadline - _time.GetElapsedTime(since);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>One attempt to acquire or renew. Troubles are logged and count as a failed attempt.</summary>
    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            var lease = await client.FindAsync(ResourceTypes.Leases, options.Namespace, options.Name, cancellationToken);
            if (lease is null)
                return Observe(await client.CreateAsync(ResourceTypes.Leases, options.Namespace, NewLease(), cancellationToken));
            if (!SameRecord(_seen?.Spec, lease.Spec))
                Observe(lease);
            if (IsHeldByOther() && _time.GetElapsedTime(_seenAt) < Expiry(lease))
                return false;
            return Observe(await client.ReplaceAsync(ResourceTypes.Leases, options.Namespace, lease with { Spec = Claim(lease.Spec) }, cancellationToken));
        }
        catch (Exception e) when (e is KubeException or KubeConfigurationException)
        {
            // Another candidate was faster.
            if (e is not (KubeException { IsConflict: true } or KubeException { IsAlreadyExists: true }))
                LeaseLog.Failed(_logger, e, options.Namespace, options.Name);
            return false;
        }
    }

    private async Task ReleaseAsync()
    {
        if (_seen is not { Spec: { } spec } lease || IsHeldByOther())
            return;
        using var limit = new CancellationTokenSource(options.RenewDeadline, _time);
        try
        {
            var now = Now();
            var released = lease with { Spec = spec with { HolderIdentity = "", LeaseDurationSeconds = 1, AcquireTime = now, RenewTime = now } };
            Observe(await client.ReplaceAsync(ResourceTypes.Leases, options.Namespace, released, limit.Token));
        }
        catch (Exception e) when (e is KubeException or OperationCanceledException or ObjectDisposedException)
        {
            // The next leader waits for the lease to end.
            LeaseLog.Failed(_logger, e, options.Namespace, options.Name);
        }
    }

    private Lease NewLease()
    {
        var now = Now();
        return new()
        {
            Metadata = new() { Name = options.Name, Namespace = options.Namespace },
            Spec = new() { HolderIdentity = options.Identity, LeaseDurationSeconds = Seconds(), AcquireTime = now, RenewTime = now, LeaseTransitions = 0 },
        };
    }

    private LeaseSpec Claim(LeaseSpec? held)
    {
        var now = Now();
        var mine = held?.HolderIdentity == options.Identity;
        return (held ?? new()) with
        {
            HolderIdentity = options.Identity,
            LeaseDurationSeconds = Seconds(),
            AcquireTime = mine ? held!.AcquireTime ?? now : now,
            RenewTime = now,
            LeaseTransitions = (held?.LeaseTransitions ?? 0) + (mine ? 0 : 1),
        };
    }

    private bool Observe(Lease lease)
    {
        _seen = lease;
        _seenAt = _time.GetTimestamp();
        return true;
    }

    private bool IsHeldByOther() => _seen?.Spec?.HolderIdentity is { Length: > 0 } holder && holder != options.Identity;

    // The holder says how long it may be waited for.
    private TimeSpan Expiry(Lease lease) => lease.Spec?.LeaseDurationSeconds is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : options.Duration;

    private static bool SameRecord(LeaseSpec? a, LeaseSpec? b) =>
        a?.HolderIdentity == b?.HolderIdentity && a?.RenewTime == b?.RenewTime && a?.AcquireTime == b?.AcquireTime && a?.LeaseTransitions == b?.LeaseTransitions;

    private int Seconds() => Math.Max(1, (int)options.Duration.TotalSeconds);

    private string Now() => _time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);

    [SuppressMessage("Security", "CA5394", Justification = "Spreads candidates; nothing to guess.")]
    private double Chance()
    {
        lock (_random)
            return _random.NextDouble();
    }

    private static async Task Quietly(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}

internal static partial class LeaseLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{Identity} leads (lease {Namespace}/{Name})")]
    public static partial void Leading(ILogger logger, string identity, string @namespace, string name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Identity} leads no more (lease {Namespace}/{Name})")]
    public static partial void Lost(ILogger logger, string identity, string @namespace, string name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cannot renew the lease {Namespace}/{Name}")]
    public static partial void Failed(ILogger logger, Exception error, string @namespace, string name);
}
