using Shouldly;
using Xunit;

namespace Hearth.Tests.Operator;

public sealed class ApplicationLifecycleModelTests
{
    private static readonly string[] s_known =
    [
        "", "SUBMITTED", "RUNNING", "COMPLETED", "FAILED", "SUBMISSION_FAILED", "PENDING_RERUN", "INVALIDATING", "SUCCEEDING", "FAILING", "SUSPENDING", "SUSPENDED", "RESUMING", "UNKNOWN",
    ];

    /// <summary>Whatever happens, in whatever order, wherever the operator dies: known states only, no end undone, and once the world behaves the application ends.</summary>
    [Theory]
    [InlineData("Never", false)]
    [InlineData("Never", true)]
    [InlineData("OnFailure", false)]
    [InlineData("OnFailure", true)]
    public void Every_history_ends(string policy, bool rerunOnChange)
    {
        var visited = new HashSet<string>(StringComparer.Ordinal);
        for (var seed = 0; seed < 2000; seed++)
            Live(new Random(seed), policy, rerunOnChange, $"seed {seed}", visited);
        visited.Remove("gone").ShouldBeTrue();
        visited.Order(StringComparer.Ordinal).ShouldBe(s_known.Order(StringComparer.Ordinal), "every state is reached");
    }

    private static void Live(Random random, string policy, bool rerunOnChange, string seed, HashSet<string> visited)
    {
        var world = new ModelWorld(random, new()
        {
            SparkVersion = "4.0.1",
            MainApplicationFile = "local:///app.jar",
            RestartPolicy = new() { Type = policy, OnFailureRetries = 2, OnSubmissionFailureRetries = 2 },
            TimeToLiveSeconds = random.Next(5) == 0 ? 120 : null,
            Hearth = new()
            {
                RerunOnChange = rerunOnChange,
                Deadlines = random.Next(3) == 0 ? new() { Pending = "2m", Running = "10m" } : null,
                Retention = new() { HoldDriver = random.Next(2) == 0, FailedPods = random.Next(3) == 0 ? "1m" : null },
                Retry = random.Next(3) == 0 ? new() { OnInfrastructureFailure = 2, MaxInterval = "30s" } : null,
            },
        });
        for (var step = 0; step < 80; step++)
        {
            var before = world.State;
            if (random.Next(2) == 0)
                world.Happen();
            else
                world.Look(mayDie: true);
            visited.Add(world.State);
            s_known.Append("gone").ShouldContain(world.State, seed);
            if (before is "COMPLETED" or "FAILED" && world.State != "gone" && !rerunOnChange)
                world.State.ShouldBe(before, seed);
        }

        for (var step = 0; step < 60 && world.State is not ("COMPLETED" or "FAILED" or "gone"); step++)
        {
            for (var look = 0; look < 10 && world.Look(mayDie: false); look++)
            {
            }

            world.Settle();
        }

        world.State.ShouldBeOneOf(["COMPLETED", "FAILED", "gone"], seed);
        world.Violations.ShouldBeEmpty(seed);
    }
}
