namespace Hearth.History.Model;

/// <summary>How busy an application was: averages over equal parts of a time.</summary>
internal static class Timeline
{
    /// <summary>How many tasks ran on average in each part of the time.</summary>
    public static double[] RunningTasks(Application app, long from, long to, int buckets)
    {
        var spans = new Spans(buckets, from, to);
        foreach (var stage in app.Stages.Values)
        {
            var count = stage.Tasks.Count;
            var launches = System.Buffers.ArrayPool<long>.Shared.Rent(count);
            var finishes = System.Buffers.ArrayPool<long>.Shared.Rent(count);
            stage.Tasks.CopyColumn(TaskColumn.LaunchTime, launches.AsSpan(0, count));
            stage.Tasks.CopyColumn(TaskColumn.FinishTime, finishes.AsSpan(0, count));
            for (var i = 0; i < count; i++)
                spans.Add(launches[i], finishes[i], 1);
            System.Buffers.ArrayPool<long>.Shared.Return(launches);
            System.Buffers.ArrayPool<long>.Shared.Return(finishes);
            foreach (var running in stage.RunningTasks.Values)
                spans.Add(running[TaskColumn.LaunchTime], to, 1);
        }

        return spans.Averages();
    }

    /// <summary>The last time that anything in the log tells of.</summary>
    public static long LastEvent(Application app)
    {
        var last = app.StartTime;
        foreach (var job in app.Jobs.Values)
            last = Math.Max(last, Math.Max(job.SubmissionTime ?? 0, job.CompletionTime ?? 0));
        foreach (var executor in app.Executors.Values)
            last = Math.Max(last, Math.Max(executor.AddTime, executor.RemoveTime ?? 0));
        foreach (var stage in app.Stages.Values)
        {
            last = Math.Max(last, Math.Max(stage.Info.SubmissionTime ?? 0, stage.Info.CompletionTime ?? 0));
            var finishes = new long[stage.Tasks.Count];
            stage.Tasks.CopyColumn(TaskColumn.FinishTime, finishes);
            last = Math.Max(last, finishes.DefaultIfEmpty(0).Max());
            last = Math.Max(last, stage.RunningTasks.Values.Select(row => row[TaskColumn.LaunchTime]).DefaultIfEmpty(0).Max());
        }

        return last;
    }

    public static double[] Cores(Application app, long from, long to, int buckets)
    {
        var spans = new Spans(buckets, from, to);
        foreach (var executor in app.Executors.Values)
            spans.Add(executor.AddTime, executor.RemoveTime ?? to, executor.TotalCores);
        return spans.Averages();
    }

    /// <summary>Adds spans of time into buckets, in time that does not depend on their length.</summary>
    private sealed class Spans(int buckets, long from, long to)
    {
        private readonly double[] _whole = new double[buckets + 1];
        private readonly double[] _parts = new double[buckets + 1];
        private readonly double _width = Math.Max(1, to - from) / (double)buckets;

        public void Add(long begin, long end, double weight)
        {
            double a = Math.Clamp((begin - from) / _width, 0, buckets), b = Math.Clamp((end - from) / _width, 0, buckets);
            if (b <= a)
                return;
            int first = (int)a, last = (int)b;
            if (first == last)
            {
                _parts[first] += (b - a) * weight;
                return;
            }

            _parts[first] += (first + 1 - a) * weight;
            _parts[last] += (b - last) * weight;
            _whole[first + 1] += weight;
            _whole[last] -= weight;
        }

        public double[] Averages()
        {
            var averages = new double[_whole.Length - 1];
            double running = 0;
            for (var i = 0; i < averages.Length; i++)
            {
                running += _whole[i];
                averages[i] = Math.Max(0, running + _parts[i]);
            }

            return averages;
        }
    }
}
