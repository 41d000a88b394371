using System.Text.Json;
using Hearth.Cli.Manifests;
using Hearth.Cli.Output;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;
using Hearth.Spark.Configuration;
using Hearth.Spark.Schema;
using Hearth.Spark.Submission;

namespace Hearth.Cli.Commands;

/// <summary><c>hearth render</c>: the objects of a manifest or of a spark-submit command line, without a cluster.</summary>
internal static class RenderCommand
{
    public const string Name = "render";
    private const string DefaultMaster = "k8s://https://kubernetes.default.svc";

    private const string Text = """
        Prints the Kubernetes objects that an application would get, without a cluster.

        Usage: hearth render [options] <manifest.yaml | ->
               hearth render [options] [options of spark-submit] <app jar | python file | R file> [app arguments]

        Options:
          --output yaml|json          how to print; yaml where left out
          --client-pod                instead: a driver pod in client mode with its Service, service account, role and
                                      configuration, for a workflow engine to launch
          --explain                   instead: each configuration key, the origin that won and those that lost
          --spark-version VERSION     the Spark in the image; else the manifest, SPARK_HOME, the image's tag, the newest known
        'hearth submit --help' lists the options of spark-submit.

        Examples:
          # the objects of a manifest
          hearth render samples/spark-pi.yaml
          # where each configuration key comes from
          hearth render --explain samples/spark-pi.yaml
        """;

    public static HearthCommand Create() => new(Name, "Print the objects of a manifest or of spark-submit options", CommandGroup.Submit)
    {
        TreatUnmatchedTokensAsErrors = false,
    };

    /// <param name="args">What follows <c>render</c>.</param>
    /// <param name="context">The world around the command.</param>
    /// <param name="cancellationToken">Cancelled by the first signal.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CliContext context, CancellationToken cancellationToken)
    {
        var line = Parse(args);
        if (args.Count == 0 || line.Has("--help"))
        {
            (args.Count == 0 ? context.Terminal.Error : context.Terminal.Out).WriteLine(Text);
            return args.Count == 0 ? ExitCodes.InvalidInput : ExitCodes.Done;
        }

        var requests = IsManifest(line.PrimaryResource)
            ? await OfManifestAsync(line, context, cancellationToken)
            : [SubmitRequest.Prepare(WithMaster(line, context), context, SubmissionIdentity.FromAttempt(string.Join('\n', args), context.Time.GetUtcNow()))];
        if (line.Has("--explain") && line.Has("--client-pod"))
            throw UserError.Invalid("--explain and --client-pod print different things", "ask for one of them at a time", "--explain");
        var objects = new List<KubeObject>();
        foreach (var request in requests)
            objects.AddRange(Render(request, line, context));
        if (!line.Has("--explain"))
            RenderOutput.Write(objects, line.Output, context.Terminal.Out);
        return ExitCodes.Done;
    }

    private static IReadOnlyList<KubeObject> Render(SubmissionResult<SubmissionRequest> request, SubmitCommandLine line, CliContext context)
    {
        if (line.Has("--client-pod"))
        {
            var pod = ClientPod.Plan(request.Value!);
            Check(request.Problems.Concat(pod.Problems), request.Warnings.Concat(pod.Warnings), context);
            return pod.Value!;
        }

        var planned = Submission.Plan(request);
        Check(planned.Problems, planned.Warnings, context);
        var plan = planned.Value!;
        foreach (var (source, target) in plan.Uploads)
            context.Terminal.Say($"warning: nothing is uploaded here; 'hearth submit' would copy {source} to {target}");
        if (line.Has("--explain"))
            RenderExplain.Write(request.Value!, plan, line.Output, context.Terminal.Out);
        return [.. plan.PreResources, plan.Driver, .. plan.Resources];
    }

    // A manifest has no arguments of its own: what follows it are options too.
    private static SubmitCommandLine Parse(IReadOnlyList<string> args)
    {
        var line = SubmitCommandLine.Parse(args);
        return IsManifest(line.PrimaryResource) && line.Arguments.Count > 0
            ? SubmitCommandLine.Parse([.. args.Take(args.Count - line.Arguments.Count - 1), .. line.Arguments, line.PrimaryResource!])
            : line;
    }

    private static void CheckOptions(SubmitCommandLine line)
    {
        var problems = line.Problems.Select(SubmitCommand.ToProblem).ToList();
        problems.AddRange(line.Settings.Where(setting => setting.Key != SparkKeys.Master)
            .Select(setting => new Problem($"{setting.Key} cannot be given beside a manifest", setting.Origin, "write it into the manifest's spec.sparkConf, or into the field for it")));
        problems.AddRange(line.PropertiesFiles.Select(file => new Problem($"{file} cannot be given beside a manifest", "--properties-file", "write its settings into the manifest's spec.sparkConf")));
        problems.AddRange(line.Arguments.Select(argument => new Problem($"'{argument}' is one file too many", null, "render one manifest at a time")));
        if (problems.Count > 0)
            throw new UserError(ExitCodes.InvalidInput, problems);
    }

    private static async Task<IReadOnlyList<SubmissionResult<SubmissionRequest>>> OfManifestAsync(SubmitCommandLine line, CliContext context, CancellationToken cancellationToken)
    {
        CheckOptions(line);
        var documents = await ManifestFile.ReadAsync(line.PrimaryResource!, context, cancellationToken);
        var rendered = documents.Where(d => d.Kind is "SparkApplication" or "ScheduledSparkApplication").ToList();
        var applications = new ManifestCheck(CustomResourceDefinitions.All()).Check(rendered).Select(item => Application(item.Document)).ToArray();
        if (applications.Length == 0)
            throw UserError.Invalid("there is no SparkApplication in it", "other kinds are not rendered", line.PrimaryResource);
        var settings = new SubmitSettings(context, []).Collect(line with { PropertiesFiles = [] });
        var master = SparkConf.From(settings)[SparkKeys.Master] ?? DefaultMaster;
        return [.. applications.Select(application => ApplicationSubmission.From(
            application with { Spec = application.Spec with { SparkVersion = line.SparkVersion ?? application.Spec.SparkVersion } },
            SubmissionIdentity.FromAttempt($"{application.Metadata.Namespace}/{application.Metadata.Name}", context.Time.GetUtcNow()),
            new ApplicationContext(master, "rendered")))];
    }

    private static SparkApplication Application(ManifestDocument document)
    {
        try
        {
            if (document.Kind == "SparkApplication")
                return document.Json.Deserialize(SparkJson.Default.SparkApplication)!;
            var scheduled = document.Json.Deserialize(SparkJson.Default.ScheduledSparkApplication)!;
            return new SparkApplication { Metadata = scheduled.Metadata, Spec = scheduled.Spec.Template };
        }
        catch (JsonException e)
        {
            throw UserError.Invalid(e.Message, null, document.Place);
        }
    }

    private static SubmitCommandLine WithMaster(SubmitCommandLine line, CliContext context) =>
        SparkConf.From(new SubmitSettings(context, []).Collect(line)).Contains(SparkKeys.Master)
            ? line
            : line with { Settings = [new SparkSetting(SparkKeys.Master, DefaultMaster, "default"), .. line.Settings] };

    private static bool IsManifest(string? resource) =>
        resource is "-" || Path.GetExtension(resource ?? "") is ".yaml" or ".yml" or ".json";

    private static void Check(IEnumerable<SubmissionProblem> problems, IEnumerable<SubmissionProblem> warnings, CliContext context)
    {
        foreach (var warning in warnings)
            context.Terminal.Say($"warning: {warning}");
        if (problems.ToArray() is { Length: > 0 } found)
            throw new UserError(ExitCodes.InvalidInput, [.. found.Select(SubmitCommand.ToProblem)]);
    }
}
