using System.Globalization;
using Hearth.Simulator.Wire;

namespace Hearth.Simulator.Workloads;

/// <summary>A main program that dies of its arguments.</summary>
internal sealed class ImmediateFailure(string exception, string text) : IWorkload
{
    public Task<Outcome> RunAsync(IJobRunner jobs, TextWriter output, CancellationToken cancellationToken) => Task.FromResult(new Outcome(1, exception, text));
}

/// <summary>Ends that tests and demos ask for by name: the modes of <c>hearth.examples.Workload</c>.</summary>
internal sealed class ScriptedEnd(string mode, IReadOnlyList<string> arguments) : IWorkload
{
    public async Task<Outcome> RunAsync(IJobRunner jobs, TextWriter output, CancellationToken cancellationToken)
    {
        switch (mode)
        {
            case "sleep":
                return await JobAsync(jobs, new TaskPlan(new Instruction.Occupy((int)(Seconds() * 1000))), null, cancellationToken);
            case "exit":
                return new Outcome((int)Seconds());
            case "throw":
                return new Outcome(1, "java.lang.IllegalStateException", "thrown as asked");
            case "oom":
                return new Outcome(1, "java.lang.OutOfMemoryError", "Java heap space");
            case "oom-killed":
                return new Outcome(137);
            case "executor-exit":
                return await JobAsync(jobs, s_quick, new TaskPlan(new Instruction.Exit(53)) { Again = s_quick.Instruction }, cancellationToken);
            case "executor-oom":
                return await JobAsync(jobs, s_quick, new TaskPlan(new Instruction.Exit(52)), cancellationToken);
            case "task-fail":
                return await JobAsync(jobs, s_quick, new TaskPlan(new Instruction.Throw("java.lang.IllegalArgumentException", "three is bad")), cancellationToken);
            case "env":
                foreach (var name in arguments)
                    await output.WriteLineAsync($"{name}={Environment.GetEnvironmentVariable(name)}");
                return Outcome.Success;
            default:
                return new Outcome(1, "java.lang.IllegalArgumentException", $"unknown mode '{mode}'");
        }
    }

    private static async Task<Outcome> JobAsync(IJobRunner jobs, TaskPlan usual, TaskPlan? last, CancellationToken cancellationToken)
    {
        try
        {
            const string CallSite = "foreach at Workload.java:20";
            await jobs.RunAsync(new JobPlan(CallSite, [new StagePlan(CallSite, [usual, usual, usual, last ?? usual])]), cancellationToken);
            return Outcome.Success;
        }
        catch (JobAbortedException aborted)
        {
            return new Outcome(1, "org.apache.spark.SparkException", aborted.Message);
        }
    }

    private double Seconds() => arguments.Count > 0 && double.TryParse(arguments[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) ? Math.Min(seconds, 2e6) : 0;

    private static readonly TaskPlan s_quick = new(new Instruction.Occupy(50));
}
