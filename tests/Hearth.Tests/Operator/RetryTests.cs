using Hearth.Operator;
using Hearth.Operator.Applications;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Operator;

/// <summary>The table of docs/retries.md.</summary>
public sealed class RetryTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Never", 1, "Application", "No")]
    [InlineData("Never", 1, "Infrastructure", "No")]
    [InlineData("OnFailure", 1, "Application", "Wait")]
    [InlineData("OnFailure", 2, "Application", "Wait")]
    [InlineData("OnFailure", 3, "Application", "No")]
    [InlineData("OnFailure", 2, "Infrastructure", "Wait")]
    [InlineData("OnFailure", 3, "Infrastructure", "No")]
    [InlineData("Always", 99, "Application", "Wait")]
    [InlineData("Always", 99, "Infrastructure", "Wait")]
    public void A_run_that_failed(string policy, int failures, string cause, string answer) =>
        Retries.AfterRun(Snapshot(policy, cause, failures, null)).GetType().Name.ShouldBe(answer);

    [Theory]
    [InlineData("Never", 1, "Wait")]
    [InlineData("Never", 3, "No")]
    [InlineData("OnFailure", 3, "Wait")]
    [InlineData("OnFailure", 4, "Wait")]
    [InlineData("OnFailure", 5, "No")]
    [InlineData("Always", 99, "Wait")]
    public void A_run_that_the_infrastructure_broke_has_a_budget_of_its_own(string policy, int failures, string answer) =>
        Retries.AfterRun(Snapshot(policy, "Infrastructure", failures, 2)).GetType().Name.ShouldBe(answer);

    [Fact]
    public void A_deadline_is_final() =>
        Retries.AfterRun(Snapshot("Always", "Application", 1, null, final: true)).ShouldBeOfType<RetryAnswer.No>();

    [Fact]
    public void Waits_double_up_to_the_cap_with_a_tenth_of_jitter()
    {
        var waits = Enumerable.Range(1, 12).Select(number => Retries.Interval(5, number, TimeSpan.FromMinutes(10), "attempt").TotalSeconds).ToList();
        for (var i = 0; i < waits.Count; i++)
            waits[i].ShouldBeInRange(Math.Min(5 * Math.Pow(2, i), 600), Math.Min(5 * Math.Pow(2, i), 600) * 1.1);
    }

    private static ApplicationSnapshot Snapshot(string policy, string cause, int failures, int? infrastructureBudget, bool final = false) => new()
    {
        Application = new()
        {
            Metadata = new() { Name = "pi" },
            Spec = new()
            {
                RestartPolicy = new() { Type = policy, OnFailureRetries = 2 },
                Hearth = infrastructureBudget is { } budget ? new() { Retry = new() { OnInfrastructureFailure = budget } } : null,
            },
            Status = new()
            {
                TerminationTime = s_now,
                Hearth = new()
                {
                    Driver = new() { Kind = cause, Final = final ? true : null },
                    Failures = cause == "Infrastructure" ? new() { Infrastructure = failures } : new() { Application = failures },
                },
            },
        },
        Now = s_now,
        Options = new OperatorOptions(),
        NextSubmissionId = "next",
    };
}
