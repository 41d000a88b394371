using System.Diagnostics;
using System.Globalization;
using BenchmarkDotNet.Running;
using Hearth.Benchmarks.ApiServer;
using Hearth.Benchmarks.History;
using Hearth.Benchmarks.Operator;

namespace Hearth.Benchmarks;

/// <summary>One thing that is measured. A new one joins with its line in <see cref="All"/>.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="RunAsync">The measurement, with the arguments that follow the name.</param>
/// <param name="SmokeAsync">The same in its smallest form, some seconds at most: it throws where the measurement would not work.</param>
internal sealed record Scenario(string Name, Func<string[], TextWriter, Task> RunAsync, Func<TextWriter, Task> SmokeAsync)
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("apiserver", ApiServerScenario.RunAsync, ApiServerScenario.SmokeAsync),
        new("podstart", PodStartScenario.RunAsync, output => PodStartScenario.RunAsync(["2"], output)),
        new("operator", OperatorScenario.RunAsync, OperatorScenario.SmokeAsync),
        Of<SubmissionBenchmarks>("submission", SubmissionBenchmarks.SmokeAsync),
        Of<EventLogBenchmarks>("event-log", EventLogBenchmarks.SmokeAsync),
        new("history-pages", PagesScenario.RunAsync, PagesScenario.SmokeAsync),
        new("history", HistoryScenario.RunAsync, HistoryScenario.SmokeAsync),
    ];

    /// <summary>Every scenario in its smallest form; the result is how many failed.</summary>
    public static async Task<int> SmokeAllAsync(TextWriter output)
    {
        var failed = 0;
        foreach (var scenario in All)
        {
            var clock = Stopwatch.StartNew();
            try
            {
                await scenario.SmokeAsync(output);
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{scenario.Name} works ({clock.Elapsed.TotalSeconds:F1} s)"));
            }
            catch (Exception e)
            {
                failed++;
                await output.WriteLineAsync($"{scenario.Name} FAILED: {e}");
            }
        }

        return failed;
    }

    // BenchmarkDotNet runs those of a class; its options follow the name.
    private static Scenario Of<T>(string name, Func<TextWriter, Task> smoke) =>
        new(name, (arguments, _) => Task.FromResult(BenchmarkRunner.Run<T>(null, arguments)), smoke);
}
