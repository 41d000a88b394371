using System.Collections.Concurrent;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Watching;
using Hearth.Spark.Api;

namespace Hearth.ClusterTests.Operator;

/// <summary>One kind of application in the chaos: its spec, how its drivers behave, what its user does, and how it must end.</summary>
/// <param name="Name">The beginning of its applications' names.</param>
/// <param name="Change">The spec.</param>
/// <param name="Runs">The role of the first driver, the second, ...; the last one is that of all further ones.</param>
/// <param name="End">The last state; null: the application is gone.</param>
/// <param name="Attempts">executionAttempts at the end; null: that depends on the moment.</param>
/// <param name="Drivers">How many drivers must have run; null: that depends on the moment.</param>
/// <param name="User">What its user does; null: nothing.</param>
internal sealed record ChaosRole(
    string Name, Func<SparkApplicationSpec, SparkApplicationSpec> Change, DriverRole[] Runs, string? End, int? Attempts, int? Drivers, Func<ChaosUsers, string, Task>? User = null)
{
    private static readonly RestartPolicy s_threeRetries = new() { Type = "OnFailure", OnFailureRetries = 3, OnFailureRetryInterval = 1 };
    private static readonly HearthOptions s_quick = new() { Retry = new() { MaxInterval = "1s" } };

    public static IReadOnlyList<ChaosRole> All { get; } =
    [
        new("works", s => s, [DriverRole.Succeed], "COMPLETED", 1, 1),
        new("fails", s => s, [DriverRole.Fail], "FAILED", 1, 1),
        new("recovers", s => s with { RestartPolicy = s_threeRetries, Hearth = s_quick }, [DriverRole.Fail, DriverRole.Fail, DriverRole.Succeed], "COMPLETED", 3, 3),
        new("gives-up", s => s with { RestartPolicy = s_threeRetries with { OnFailureRetries = 1 }, Hearth = s_quick }, [DriverRole.Fail], "FAILED", 2, 2),
        new("lost", s => s, [DriverRole.Lost], "FAILED", 1, 1),
        new("found", s => s with { RestartPolicy = new() { Type = "Never", OnFailureRetryInterval = 1 }, Hearth = new() { Retry = new() { OnInfrastructureFailure = 2, MaxInterval = "1s" } } },
            [DriverRole.Lost, DriverRole.Succeed], "COMPLETED", 2, 2),
        new("late-account", s => s with
        {
            Driver = new() { ServiceAccount = "late" },
            RestartPolicy = new() { Type = "OnFailure", OnFailureRetries = 0, OnSubmissionFailureRetries = 100_000, OnSubmissionFailureRetryInterval = 1 },
            Hearth = s_quick,
        }, [DriverRole.Succeed], "COMPLETED", 1, 1, (users, name) => users.CreateAccountAsync(name)),
        new("no-account", s => s with { Driver = new() { ServiceAccount = "nobody" } }, [DriverRole.Succeed], "FAILED", 0, 0),
        new("suspended", s => s, [DriverRole.Run, DriverRole.Succeed], "COMPLETED", 2, 2, (users, name) => users.SuspendAndResumeAsync(name, "RUNNING")),
        new("suspended-early", s => s, [DriverRole.Slow], "COMPLETED", null, null, (users, name) => users.SuspendAndResumeAsync(name, null)),
        new("changed", s => s, [DriverRole.Run, DriverRole.Succeed], "COMPLETED", 1, 2, (users, name) => users.ChangeAsync(name, "RUNNING")),
        new("changed-early", s => s, [DriverRole.Slow], "COMPLETED", 1, null, (users, name) => users.ChangeAsync(name, null)),
        new("deleted", s => s, [DriverRole.Run], null, null, 1, (users, name) => users.DeleteAsync(name, "RUNNING")),
        new("deleted-early", s => s, [DriverRole.Run], null, null, null, (users, name) => users.DeleteAsync(name, null)),
        new("short-lived", s => s with { TimeToLiveSeconds = 1 }, [DriverRole.Succeed], null, null, 1),
        // A deadline may pass before any driver could be made.
        new("stuck", s => s with { Hearth = new() { Deadlines = new() { Pending = "4s" } } }, [DriverRole.Pend], "FAILED", null, null),
        new("endless", s => s with { Hearth = new() { Deadlines = new() { Running = "6s" } } }, [DriverRole.Run], "FAILED", null, null),
    ];

    public static ChaosRole Of(string application) => All.Single(role => role.Name == application[..application.LastIndexOf('-')]);
}

/// <summary>The people who own the applications: they see the server as it is and have moods of their own.</summary>
internal sealed class ChaosUsers(KubeClient client, Random random)
{
    private readonly ConcurrentDictionary<string, SparkApplication> _seen = new(StringComparer.Ordinal);

    /// <summary>Names of those that were there once: one that is not there yet is not gone.</summary>
    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _changes = new(StringComparer.Ordinal);

    /// <summary>Applications by name, as they are now.</summary>
    public IReadOnlyDictionary<string, SparkApplication> Seen => _seen;

    public Task WatchAsync(CancellationToken cancellationToken)
    {
        var store = new Store<SparkApplication, SparkApplication>(client, SparkResources.SparkApplications, a => a);
        store.Changed += change =>
        {
            _known[change.Key.Name] = true;
            if (change.After is { } application)
                _seen[change.Key.Name] = application;
            else
                _seen.TryRemove(change.Key.Name, out _);
            if (_changes.TryRemove(change.Key.Name, out var waiting))
                waiting.TrySetResult();
        };
        return store.RunAsync(cancellationToken);
    }

    /// <summary>The application is created and its user's wishes are told; ends when there are no more wishes.</summary>
    public async Task OwnAsync(string name)
    {
        var role = ChaosRole.Of(name);
        await client.CreateAsync(Stories.Application(name, role.Change));
        await UntilAsync(name, _ => _known.ContainsKey(name));
        if (role.User is { } user)
            await user(this, name);
    }

    public async Task CreateAccountAsync(string name)
    {
        // Another of its kind may have made it meanwhile.
        await UntilAsync(name, a => a?.Status?.ApplicationState.State is "SUBMISSION_FAILED" or "COMPLETED");
        try
        {
            await client.CreateAsync(ResourceTypes.ServiceAccounts, "default", new() { Metadata = new() { Name = "late" } }, CancellationToken.None);
        }
        catch (KubeException e) when (e.IsAlreadyExists)
        {
        }
    }

    public async Task SuspendAndResumeAsync(string name, string? state)
    {
        await MomentAsync(name, state);
        await client.SetSuspendAsync(name, true);
        await UntilAsync(name, a => a?.Status?.ApplicationState.State is "SUSPENDED" or "COMPLETED");
        await client.SetSuspendAsync(name, false);
    }

    public async Task ChangeAsync(string name, string? state)
    {
        await MomentAsync(name, state);
        await client.SetArgumentsAsync(name, "changed");
    }

    public async Task DeleteAsync(string name, string? state)
    {
        await MomentAsync(name, state);
        await client.DeleteAsync(SparkResources.SparkApplications, "default", name, new() { PropagationPolicy = "Background" }, CancellationToken.None);
    }

    public async Task UntilAsync(string name, Func<SparkApplication?, bool> reached)
    {
        while (true)
        {
            var change = _changes.GetOrAdd(name, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
            if (reached(_seen.GetValueOrDefault(name)))
                return;
            await change.Task;
        }
    }

    /// <summary>When the application is in a state, or at any moment of its youth.</summary>
    private Task MomentAsync(string name, string? state)
    {
        if (state is not null)
            return UntilAsync(name, a => a?.Status?.ApplicationState.State == state);
        lock (random)
            return Task.Delay(random.Next(2000));
    }
}
