using System.Globalization;
using Hearth.Simulator.Driver;
using Hearth.Simulator.Wire;

namespace Hearth.Simulator.Workloads;

/// <summary>One stage: its tasks and what observers see of its data.</summary>
internal sealed record StagePlan(string Name, IReadOnlyList<TaskPlan> Tasks)
{
    /// <summary>Writes shuffle data for a next stage, as all but the last of a job do.</summary>
    public bool IsShuffleMap { get; init; }
}

/// <summary>One task: what it does, and the metrics it will report.</summary>
internal sealed record TaskPlan(Instruction Instruction)
{
    /// <summary>What a second attempt does; null: the same again.</summary>
    public Instruction? Again { get; init; }

    public long InputBytes { get; init; }

    public long ShuffleBytes { get; init; }

    public long Records { get; init; }

    public long MemorySpilled { get; init; }

    public long DiskSpilled { get; init; }
}

/// <summary>One job: stages that run one after the other.</summary>
internal sealed record JobPlan(string CallSite, IReadOnlyList<StagePlan> Stages);

/// <summary>How a workload ends: an exit code and, where it failed, the Java exception that a real driver would print.</summary>
internal sealed record Outcome(int ExitCode, string? ExceptionClass = null, string? Text = null)
{
    public static Outcome Success { get; } = new(0);
}

/// <summary>What the simulated <c>main</c> does: jobs on executors, driver-side waits, and an end.</summary>
internal interface IWorkload
{
    Task<Outcome> RunAsync(IJobRunner jobs, TextWriter output, CancellationToken cancellationToken);
}

/// <summary>Runs one job on the executors; results of the last stage's tasks in order.</summary>
internal interface IJobRunner
{
    Task<IReadOnlyList<string>> RunAsync(JobPlan job, CancellationToken cancellationToken);
}

/// <summary>A job that was given up because a task failed too often.</summary>
internal sealed class JobAbortedException(string message) : Exception(message);

/// <summary>Finds the workload that stands in for a main class or script.</summary>
internal static class WorkloadChoice
{
    /// <summary>What the submission names as the main class of a Python application.</summary>
    private const string PythonRunner = "org.apache.spark.deploy.PythonRunner";

    public static IWorkload For(DriverConfiguration configuration)
    {
        var arguments = configuration.Arguments;
        return configuration.MainClass switch
        {
            "org.apache.spark.examples.SparkPi" or "org.apache.spark.examples.JavaSparkPi" => Pi(arguments, scala: true),
            "hearth.examples.Workload" => Scripted(arguments),
            null or "" or PythonRunner when Path.GetFileName(configuration.Resource) == "pi.py" => Pi(arguments, scala: false),
            _ when arguments is ["stages", ..] => SyntheticStages.Parse(arguments),
            _ when s_modes.Contains(arguments.FirstOrDefault("")) && configuration.MainClass?.StartsWith("hearth.", StringComparison.Ordinal) == true => Scripted(arguments),
            _ => SyntheticStages.Default,
        };
    }

    private static readonly HashSet<string> s_modes = ["sleep", "exit", "throw", "oom", "oom-killed", "executor-oom", "executor-exit", "task-fail", "shuffle", "skew", "sql", "env", "stages"];

    private static IWorkload Pi(IReadOnlyList<string> arguments, bool scala)
    {
        if (arguments.Count == 0)
            return new PiWorkload(2, scala);
        if (int.TryParse(arguments[0], NumberStyles.None, CultureInfo.InvariantCulture, out var slices) && slices > 0)
            return new PiWorkload(slices, scala);
        return scala
            ? new ImmediateFailure("java.lang.NumberFormatException", $"For input string: \"{arguments[0]}\"")
            : new ImmediateFailure("ValueError", $"invalid literal for int() with base 10: '{arguments[0]}'");
    }

    private static IWorkload Scripted(IReadOnlyList<string> arguments) => arguments.FirstOrDefault("") switch
    {
        "shuffle" or "skew" or "sql" or "stages" => SyntheticStages.Parse(arguments),
        var mode => new ScriptedEnd(mode, [.. arguments.Skip(1)]),
    };
}
