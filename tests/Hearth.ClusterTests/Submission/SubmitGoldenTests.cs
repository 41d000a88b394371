using Hearth.Testing;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.ClusterTests.Submission;

/// <summary>Every recorded case of the newest version through the command line against a server that records.</summary>
public sealed class SubmitGoldenTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Every_case_of_one_version_sends_what_spark_submit_sent()
    {
        var cases = SubmissionRecording.All().Where(recording => recording.Version == "4.3.0").ToArray();
        var unequal = new List<string>();
        foreach (var recording in cases)
        {
            var differences = (await CompareAsync(recording)).ToArray();
            if (differences.Length > 0)
                unequal.Add($"{recording.Name}\n  {string.Join("\n  ", differences.Take(6))}");
        }

        var summary = $"{cases.Length - unequal.Count} of {cases.Length} cases equal";
        output.WriteLine(summary);
        unequal.ForEach(output.WriteLine);
        unequal.ShouldBeEmpty(summary);
    }

    private async Task<IEnumerable<string>> CompareAsync(SubmissionRecording recording)
    {
        await using var server = await RecordingApiServer.StartAsync();
        var folder = Path.Combine(_folder.Path, recording.Name);
        var (args, environment) = recording.Lay(folder, server.Address);
        var run = await SubmitRun.Of(args, environment, folder);
        if (recording.ExitCode != 0)
            return run.ExitCode == 2 && server.Writes.Count == 0 ? [] : [$"exit code {run.ExitCode}, {server.Writes.Count} writes: {run.Error}"];
        if (run.ExitCode != 0)
            return [$"exit code {run.ExitCode}: {run.Error}"];
        return CanonicalSubmission.Differences(CanonicalRequests.Of(recording.Requests, folder), CanonicalRequests.Of(server.Writes, folder));
    }
}
