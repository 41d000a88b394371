using System.Security.Cryptography;
using Hearth.Spark.Configuration;
using Hearth.Spark.Submission;

namespace Hearth.Cli.Commands;

/// <summary>From a command line in spark-submit's grammar to the request and its plan.</summary>
internal static class SubmitRequest
{
    /// <summary>The plan, or all problems of the command line, of the files it names and of the configuration.</summary>
    public static SubmissionResult<SubmissionPlan> Plan(SubmitCommandLine line, CliContext context) =>
        Submission.Plan(Prepare(line, context, NewIdentity(context)));

    /// <summary>The request with everything that it needs of this machine.</summary>
    public static SubmissionResult<SubmissionRequest> Prepare(SubmitCommandLine line, CliContext context, SubmissionIdentity identity)
    {
        var problems = line.Problems.ToList();
        var warnings = new List<SubmissionProblem>();
        var settings = SubmitLocalFiles.Expand(new SubmitSettings(context, problems).Collect(line), context.WorkingDirectory, problems, warnings);
        CheckTarget(line, SparkConf.From(settings), problems);
        var version = SubmitVersion.Resolve(line.SparkVersion, settings, context, problems);
        var options = new SubmitOptions
        {
            Settings = settings,
            MainClass = line.MainClass,
            JarMainClass = line.MainClass is null ? SubmitLocalFiles.MainClass(line.PrimaryResource, context.WorkingDirectory) : null,
            MissingJar = line.MainClass is null ? SubmitLocalFiles.Missing(line.PrimaryResource, context.WorkingDirectory) : null,
            PrimaryResource = line.PrimaryResource,
            Arguments = line.Arguments,
            ProxyUser = line.ProxyUser,
            TotalExecutorCores = line.TotalExecutorCores,
        };
        var prepared = SubmitPreparation.Prepare(options, version ?? SparkReleases.Newest, identity, context.WorkingDirectory);
        problems.AddRange(prepared.Problems.Where(problem => problem.Key != SparkKeys.Master || problems.TrueForAll(told => told.Key != "--master")));
        warnings.AddRange(prepared.Warnings);
        return new()
        {
            Value = new SubmitMachine(context, warnings).Complete(prepared.Value!),
            Problems = problems,
            Warnings = warnings,
        };
    }

    private static SubmissionIdentity NewIdentity(CliContext context) => SubmissionIdentity.FromRandom(RandomNumberGenerator.GetBytes(16), context.Time.GetUtcNow());

    private static void CheckTarget(SubmitCommandLine line, SparkConf conf, List<SubmissionProblem> problems)
    {
        if (line.Remote is not null)
            problems.Add(new("--remote", "Hearth submits applications, it is no Spark Connect client", "use pyspark --remote or spark-shell --remote"));
        if (Path.GetExtension(line.PrimaryResource) is ".yaml" or ".yml")
            problems.Add(new("application resource", $"{line.PrimaryResource} is a manifest, which an operator runs", "use 'kubectl apply -f', 'hearth run' to run it on this machine, or 'hearth render' to see its objects"));
        if (conf[SparkKeys.DeployMode] is { } mode && mode != "cluster")
        {
            problems.Add(new("--deploy-mode", mode == "client" ? "client mode runs the driver in this process, which has no JVM" : "--deploy-mode must be either \"client\" or \"cluster\"",
                "use --deploy-mode cluster, or 'hearth render --client-pod' for a pod in client mode"));
        }

        if (conf[SparkKeys.Namespace] is { Length: 0 })
            problems.Add(new(SparkKeys.Namespace, "namespace not specified for an operation requiring one.", "name a namespace, or leave the key away for 'default'"));
        if (conf[SparkKeys.Master] is { } master && !master.StartsWith("k8s://", StringComparison.Ordinal))
            problems.Add(new("--master", $"Hearth submits to Kubernetes only, not to {master}", "use --master k8s://https://HOST:PORT, or leave it out for the current context of your kubeconfig"));
    }
}
