using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.Testing;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.ClusterTests.Submission.Differential;

/// <summary>
/// The same random command lines through the real spark-submit and through ours: the same objects, the same refusals. A few here; set
/// HEARTH_SUBMISSIONS for more, HEARTH_SUBMISSIONS_FROM to begin elsewhere, and HEARTH_SUBMISSIONS_ENVIRONMENT=1 for the variables that
/// spark-submit reads.
/// </summary>
public sealed class DifferentialSubmissionTests(ITestOutputHelper output) : IDisposable
{
    private const string Version = "4.3.0";
    private readonly string _folder = Directory.CreateTempSubdirectory("hearth-random-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public Task Random_submissions_equal_those_of_spark_submit()
    {
        var (from, count) = (Number("HEARTH_SUBMISSIONS_FROM", 1), Number("HEARTH_SUBMISSIONS", 8));
        return CompareAsync(Enumerable.Range(from, count), number => RandomSubmission.Make(number, _folder));
    }

    [SkippableFact]
    public Task Odd_submissions_equal_those_of_spark_submit()
    {
        OddSubmissions.WriteFiles(_folder);
        return CompareAsync(OddSubmissions.Lines(Number("HEARTH_SUBMISSIONS", 0) > 0 ? 1 : 8), line => OddSubmissions.Arguments(line, _folder));
    }

    private async Task CompareAsync<T>(IEnumerable<T> cases, Func<T, IReadOnlyList<string>> make)
    {
        await using var server = await RecordingApiServer.StartAsync();
        var environment = Variables();
        using var spark = RealSparkSubmit.Start(await RealSpark.HomeAsync(), environment, _folder);
        var (count, unequal, refused) = (0, 0, 0);
        foreach (var item in cases)
        {
            string[] args = ["--master", "k8s://" + server.Address, "--deploy-mode", "cluster", "--conf", "spark.kubernetes.submission.waitAppCompletion=false", .. make(item)];
            var told = await spark.SubmitAsync(args);
            var theirs = server.TakeWrites();
            var run = await SubmitRun.Of(["--spark-version", Version, .. args], environment, _folder);
            var ours = server.TakeWrites();
            count++;
            refused += told is null ? 0 : 1;
            var differences = (told is null ? Differences(theirs, ours, run) : Differences(told, run, ours.Count)).ToArray();
            if (differences.Length == 0)
                continue;
            unequal++;
            output.WriteLine($"{item}: {string.Join(' ', args.Skip(6).Select(arg => arg.Contains(' ', StringComparison.Ordinal) ? $"'{arg}'" : arg))}\n  {string.Join("\n  ", differences.Take(5))}");
        }

        var summary = $"{count - unequal} of {count} cases equal, {refused} of them refusals";
        output.WriteLine(summary);
        unequal.ShouldBe(0, summary);
    }

    private Dictionary<string, string> Variables()
    {
        var variables = new Dictionary<string, string> { ["SPARK_USER"] = "tester", ["SPARK_CONF_DIR"] = Path.Combine(_folder, "conf"), ["TZ"] = "UTC" };
        if (Number("HEARTH_SUBMISSIONS_ENVIRONMENT", 0) == 0)
            return variables;
        var hadoop = Directory.CreateDirectory(Path.Combine(_folder, "hadoop"));
        File.WriteAllText(Path.Combine(hadoop.FullName, "core-site.xml"), "<configuration/>");
        variables["HADOOP_CONF_DIR"] = hadoop.FullName;
        variables["SPARK_LOCAL_DIRS"] = "/from/environment";
        variables["PYSPARK_PYTHON"] = "python-of-environment";
        variables["PYSPARK_DRIVER_PYTHON"] = "driver-python-of-environment";
        variables["SPARK_DRIVER_MEMORY"] = "3g";
        variables["SPARK_EXECUTOR_MEMORY"] = "5g";
        variables["SPARK_EXECUTOR_CORES"] = "7";
        return variables;
    }

    private IEnumerable<string> Differences(IReadOnlyList<JsonObject> theirs, IReadOnlyList<JsonObject> ours, SubmitRun run) => run.ExitCode != 0
        ? [$"Spark accepts, Hearth ends with {run.ExitCode}: {run.Error}"]
        : CanonicalSubmission.Differences(CanonicalRequests.Of(theirs, _folder), CanonicalRequests.Of(ours, _folder));

    private static IEnumerable<string> Differences(string told, SubmitRun run, int writes)
    {
        if (run.ExitCode != 2 || writes > 0)
            return [$"Spark refuses ({told}), Hearth ends with {run.ExitCode}, {writes} writes: {run.Error}"];
        var words = told[(told.IndexOf(": ", StringComparison.Ordinal) + 2)..].Split('\n')[0].TrimEnd('.');
        return run.Error.Contains(words, StringComparison.Ordinal) ? [] : [$"Spark's words '{words}' are missing in: {run.Error}"];
    }

    private static int Number(string variable, int fallback) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : fallback;
}
