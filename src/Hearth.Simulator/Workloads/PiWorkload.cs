using System.Globalization;
using Hearth.Simulator.Wire;

namespace Hearth.Simulator.Workloads;

/// <summary>Spark's first example, computed for real: <c>SparkPi [slices]</c> and <c>pi.py [partitions]</c>.</summary>
internal sealed class PiWorkload(int slices, bool scala) : IWorkload
{
    public async Task<Outcome> RunAsync(IJobRunner jobs, TextWriter output, CancellationToken cancellationToken)
    {
        var points = (int)Math.Min(100_000L * slices, int.MaxValue);
        var each = points / slices;
        var tasks = Enumerable.Range(0, slices).Select(i => new TaskPlan(new Instruction.ThrowDarts(each, i + 1))).ToList();
        var callSite = scala ? "reduce at SparkPi.scala:38" : "reduce at pi.py:42";
        var counts = await jobs.RunAsync(new JobPlan(callSite, [new StagePlan(callSite, tasks)]), cancellationToken);
        var inside = counts.Sum(count => long.Parse(count, CultureInfo.InvariantCulture));
        var pi = 4.0 * inside / ((long)each * slices);
        await output.WriteLineAsync(scala ? $"Pi is roughly {pi.ToString("R", CultureInfo.InvariantCulture)}" : $"Pi is roughly {pi.ToString("F6", CultureInfo.InvariantCulture)}");
        return Outcome.Success;
    }
}
