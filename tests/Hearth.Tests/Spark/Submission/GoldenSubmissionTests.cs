using System.Text.Json.Nodes;
using Hearth.Cli;
using Hearth.Cli.Commands;
using Hearth.Cli.Output;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Submission;
using Hearth.Testing;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.Tests.Spark.Submission;

/// <summary>The pure submission, fed the ids of each recording, gives what the real submitter sent.</summary>
public sealed class GoldenSubmissionTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private const string Master = "http://127.0.0.1:6443";

    [SkippableFact]
    public void Every_recorded_submission_gives_the_same_objects()
    {
        var cases = SubmissionRecording.All().Where(Succeeds).ToArray();
        Report(cases, Compare);
    }

    [SkippableFact]
    public void Every_recorded_refusal_is_refused_in_the_same_words()
    {
        var cases = SubmissionRecording.All().Where(recording => !Succeeds(recording) && !IsMissingVolcano(recording)).ToArray();
        Report(cases, CompareRefusal);
    }

    [SkippableFact]
    public void Volcano_works_for_the_versions_whose_distribution_lacks_it()
    {
        var cases = SubmissionRecording.All().Where(IsMissingVolcano).ToArray();
        Report(cases, recording =>
        {
            var (result, _) = Plan(recording, SubmissionIdentity.FromAttempt("a", DateTimeOffset.UnixEpoch));
            return result.Value?.PreResources is [{ Kind: "PodGroup" }] ? [] : ["no PodGroup"];
        });
    }

    private static bool Succeeds(SubmissionRecording recording) => recording.ExitCode == 0;

    private static bool IsMissingVolcano(SubmissionRecording recording) => recording is { Name: "volcano", ExitCode: not 0 };

    private void Report(SubmissionRecording[] cases, Func<SubmissionRecording, IEnumerable<string>> compare)
    {
        var unequal = cases.Select(recording => (recording, Differences: compare(recording).ToArray())).Where(found => found.Differences.Length > 0).ToArray();
        var summary = $"{cases.Length - unequal.Length} of {cases.Length} cases equal";
        output.WriteLine(summary);
        foreach (var (recording, differences) in unequal)
            output.WriteLine($"{recording.Version}/{recording.Name}\n  {string.Join("\n  ", differences.Take(8))}");
        cases.ShouldNotBeEmpty();
        unequal.ShouldBeEmpty(summary);
    }

    private IEnumerable<string> Compare(SubmissionRecording recording)
    {
        var (result, folder) = Plan(recording, recording.Identity());
        if (result.Value is not { } plan)
            return result.Problems.Select(problem => problem.ToString());
        var actual = new JsonArray([.. Requests(plan, recording.OwnerUid())]);
        var text = actual.ToJsonString().Replace(folder, "{W}", StringComparison.Ordinal);
        return CanonicalSubmission.Differences(CanonicalSubmission.Of(Expected(recording)), CanonicalSubmission.Of(JsonNode.Parse(text)));
    }

    private IEnumerable<string> CompareRefusal(SubmissionRecording recording)
    {
        var (result, folder) = Plan(recording, SubmissionIdentity.FromAttempt("a", DateTimeOffset.UnixEpoch));
        if (result.Value is not null)
            return ["accepted, but Spark refuses: " + string.Join('\n', recording.Stderr)];
        var told = string.Join('\n', result.Problems.Select(problem => problem.Message)).Replace(folder, "{W}", StringComparison.Ordinal);
        return ExpectedWords(recording).Where(words => !told.Contains(words, StringComparison.Ordinal)).Select(words => $"missing '{words}' in '{told}'");
    }

    // The message of the exception that ended the submitter; its usage text carries none, so that one case is given here.
    private static IEnumerable<string> ExpectedWords(SubmissionRecording recording)
    {
        var line = recording.Stderr.LastOrDefault(text => text.StartsWith("Exception in thread", StringComparison.Ordinal));
        return [line is null ? "Spark config without '=': spark.novalue" : line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..]];
    }

    private static JsonArray Expected(SubmissionRecording recording) => new([.. recording.Requests.Select(request =>
    {
        var body = request!["body"]!.DeepClone().AsObject();
        return new JsonObject { ["path"] = request["path"]!.ToString(), ["body"] = body };
    })]);

    private static IEnumerable<JsonObject> Requests(SubmissionPlan plan, string uid)
    {
        var owner = new OwnerReference { ApiVersion = "v1", Kind = "Pod", Name = plan.Driver.Metadata.Name!, Uid = uid, Controller = true };
        var objects = plan.PreResources.Append(plan.Driver)
            .Concat(plan.PreResources.Select(resource => SubmissionPlan.Own(resource, owner)))
            .Concat(plan.Resources.Select(resource => SubmissionPlan.Own(resource, owner)));
        foreach (var resource in objects)
        {
            var path = resource is Pod ? $"/api/v1/namespaces/{plan.Namespace}/pods" : SubmissionObjects.Path(resource, plan.Namespace);
            yield return new JsonObject { ["path"] = path, ["body"] = JsonNode.Parse(SubmissionObjects.ToJson(resource)) };
        }
    }

    private (SubmissionResult<SubmissionPlan> Result, string Folder) Plan(SubmissionRecording recording, SubmissionIdentity identity)
    {
        var folder = Path.Combine(_folder.Path, recording.Version, recording.Name);
        var (args, environment) = recording.Lay(folder, Master);
        using var writer = new StringWriter();
        var context = new CliContext
        {
            Terminal = new Terminal(writer, writer, isInteractive: false),
            OpenInput = () => new MemoryStream(),
            Environment = environment.GetValueOrDefault,
            WorkingDirectory = folder,
            Interruption = new Interruption(),
        };
        var prepared = SubmitRequest.Prepare(SubmitCommandLine.Parse(args), context, identity);
        var request = prepared.Value! with { Submitter = prepared.Value.Submitter with { UploadFolder = recording.UploadFolder } };
        return (Hearth.Spark.Submission.Submission.Plan(prepared with { Value = request }), folder);
    }
}
