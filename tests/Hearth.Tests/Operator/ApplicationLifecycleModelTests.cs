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
    [InlineData("Never")]
    [InlineData("OnFailure")]
    public void Every_history_ends(string policy)
    {
        for (var seed = 0; seed < 2000; seed++)
            Live(new Random(seed), policy, $"seed {seed}");
    }

    private static void Live(Random random, string policy, string seed)
    {
        var world = new ModelWorld(random, new()
        {
            SparkVersion = "4.0.1",
            MainApplicationFile = "local:///app.jar",
            RestartPolicy = new() { Type = policy, OnFailureRetries = 2, OnSubmissionFailureRetries = 2 },
        });
        for (var step = 0; step < 80; step++)
        {
            var before = world.State;
            if (random.Next(2) == 0)
                world.Happen();
            else
                world.Look(mayDie: true);
            s_known.ShouldContain(world.State, seed);
            if (before is "COMPLETED" or "FAILED")
                world.State.ShouldBe(before, seed);
        }

        for (var step = 0; step < 60 && world.State is not ("COMPLETED" or "FAILED"); step++)
        {
            for (var look = 0; look < 10 && world.Look(mayDie: false); look++)
            {
            }

            world.Settle();
        }

        world.State.ShouldBeOneOf("COMPLETED", "FAILED");
        world.Violations.ShouldBeEmpty(seed);
    }
}
