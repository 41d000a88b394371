using System.Globalization;
using Hearth.Simulator.Wire;

namespace Hearth.Simulator.Workloads;

/// <summary>
/// Work described by arguments: <c>stages jobs=1 stages=2 tasks=8 duration=100 skew=1 spill=0 shuffle=1048576 fail=0</c>.
/// <c>duration</c> in milliseconds a task, <c>skew</c> the factor of each stage's slowest task, <c>spill</c> and <c>shuffle</c> bytes a
/// task, <c>fail</c> how many tasks of the last stage fail always (a job dies of one).
/// </summary>
internal sealed record SyntheticStages : IWorkload
{
    public int Jobs { get; init; } = 1;

    public int Stages { get; init; } = 2;

    public int Tasks { get; init; } = 4;

    public int Duration { get; init; } = 100;

    public double Skew { get; init; } = 1;

    public long Spill { get; init; }

    public long Shuffle { get; init; } = 1 << 20;

    public int Failing { get; init; }

    public static SyntheticStages Default { get; } = new();

    public static SyntheticStages Parse(IReadOnlyList<string> arguments) => arguments.FirstOrDefault("") switch
    {
        "shuffle" => new SyntheticStages { Tasks = 8, Shuffle = Math.Max(1, Number(arguments.ElementAtOrDefault(1), 100_000)) * 16 },
        "skew" => new SyntheticStages { Tasks = 16, Skew = 20, Duration = 50 },
        "sql" => new SyntheticStages { Stages = 3 },
        _ => arguments.Skip(1).Aggregate(Default, With),
    };

    public async Task<Outcome> RunAsync(IJobRunner jobs, TextWriter output, CancellationToken cancellationToken)
    {
        for (var job = 0; job < Jobs; job++)
        {
            try
            {
                await jobs.RunAsync(Plan(job), cancellationToken);
            }
            catch (JobAbortedException aborted)
            {
                return new Outcome(1, "org.apache.spark.SparkException", aborted.Message);
            }
        }

        await output.WriteLineAsync($"{Jobs} job(s) of {Stages} stage(s) with {Tasks} task(s) each done");
        return Outcome.Success;
    }

    private JobPlan Plan(int job)
    {
        var stages = Enumerable.Range(0, Stages).Select(stage => new StagePlan($"{(stage == Stages - 1 ? "collect" : "map")} at Simulated.scala:{stage + 10}", Enumerable.Range(0, Tasks).Select(task => Task(stage, task)).ToList())
        {
            IsShuffleMap = stage < Stages - 1,
        });
        return new JobPlan($"collect at Simulated.scala:{job + 10}", stages.ToList());
    }

    private TaskPlan Task(int stage, int task)
    {
        var slow = task == Tasks - 1 ? Skew : 1;
        var fails = stage == Stages - 1 && task < Failing;
        return new TaskPlan(fails ? new Instruction.Throw("java.lang.RuntimeException", "simulated failure") : new Instruction.Occupy((int)Math.Min(int.MaxValue, Duration * slow)))
        {
            InputBytes = stage == 0 ? (long)(Shuffle * slow) : 0,
            ShuffleBytes = (long)(Shuffle * slow),
            Records = (long)(Shuffle * slow / 16),
            MemorySpilled = Spill * 4,
            DiskSpilled = Spill,
        };
    }

    private static SyntheticStages With(SyntheticStages stages, string argument)
    {
        var (name, value) = argument.Split('=', 2) is [var n, var v] ? (n, v) : (argument, "");
        return name switch
        {
            "jobs" => stages with { Jobs = (int)Number(value, stages.Jobs) },
            "stages" => stages with { Stages = (int)Math.Max(1, Number(value, stages.Stages)) },
            "tasks" => stages with { Tasks = (int)Math.Max(1, Number(value, stages.Tasks)) },
            "duration" => stages with { Duration = (int)Number(value, stages.Duration) },
            "skew" => stages with { Skew = Math.Max(1, Number(value, 1)) },
            "spill" => stages with { Spill = Number(value, 0) },
            "shuffle" => stages with { Shuffle = Number(value, stages.Shuffle) },
            "fail" => stages with { Failing = (int)Number(value, 0) },
            _ => stages,
        };
    }

    private static long Number(string? text, long @default) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, 1L << 40) : @default;
}
