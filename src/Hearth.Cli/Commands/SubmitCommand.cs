using Hearth.Cli.Output;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.Spark.Submission;

namespace Hearth.Cli.Commands;

/// <summary><c>hearth submit</c>: spark-submit for Kubernetes in cluster mode, in spark-submit's own grammar.</summary>
internal static class SubmitCommand
{
    public const string Name = "submit";

    /// <summary>For the root's help; the arguments are spark-submit's and are not read by the root's parser.</summary>
    public static HearthCommand Create() => new(Name, "Submit an application with the options of spark-submit", CommandGroup.Submit)
    {
        TreatUnmatchedTokensAsErrors = false,
    };

    /// <param name="args">What follows <c>submit</c>.</param>
    /// <param name="context">The world around the command.</param>
    /// <param name="cancellationToken">Cancelled by the first signal.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CliContext context, CancellationToken cancellationToken)
    {
        var line = SubmitCommandLine.Parse(args);
        if (args.Count == 0 || line.Has("--help") || line.Has("--usage-error"))
        {
            SubmitHelp.Write(args.Count == 0 ? context.Terminal.Error : context.Terminal.Out);
            return args.Count == 0 ? ExitCodes.InvalidInput : ExitCodes.Done;
        }

        if (line.Has("--version"))
        {
            context.Terminal.Out.WriteLine($"hearth submit, as Spark {string.Join(", ", SparkReleases.Known)}");
            return ExitCodes.Done;
        }

        return line.Kill is null && line.Status is null
            ? await SubmitAsync(line, context, cancellationToken)
            : await SubmitPods.RunAsync(line, context, cancellationToken);
    }

    private static async Task<int> SubmitAsync(SubmitCommandLine line, CliContext context, CancellationToken cancellationToken)
    {
        if (!line.Has("--dry-run"))
            SubmitWarmUp.Begin();
        var connection = Connect(line, context);
        var result = SubmitRequest.Plan(connection.Line, context);
        foreach (var warning in result.Warnings)
            context.Terminal.Say($"warning: {warning}");
        if (result.Value is not { } plan)
            throw new UserError(ExitCodes.InvalidInput, [.. result.Problems.Select(ToProblem)]);
        if (line.Has("--verbose"))
            SubmitHelp.WriteConfiguration(plan, context.Terminal);
        if (line.Has("--dry-run"))
        {
            RenderOutput.Write([.. plan.PreResources, plan.Driver, .. plan.Resources], line.Output, context.Terminal.Out);
            return ExitCodes.Done;
        }

        await SubmitUpload.RunAsync(plan, context, cancellationToken);
        try
        {
            using var client = new KubeClient(connection.Configuration());
            var driver = await new SubmitClient(client, context.Terminal).CreateAsync(plan, cancellationToken);
            return await new SubmitWatch(client, context).FollowAsync(plan, driver, cancellationToken);
        }
        catch (KubeException e)
        {
            throw UserError.Unreachable(e.Message);
        }
        catch (KubeConfigurationException e)
        {
            throw UserError.Unreachable(e.Message);
        }
    }

    /// <summary>What else is wrong with the command line is said beside a missing cluster.</summary>
    private static SubmitConnection Connect(SubmitCommandLine line, CliContext context)
    {
        try
        {
            return SubmitConnection.Of(line, context);
        }
        catch (UserError error) when (line.Problems.Count > 0)
        {
            throw new UserError(ExitCodes.InvalidInput, [.. line.Problems.Select(ToProblem), .. error.Problems]);
        }
    }

    public static Problem ToProblem(SubmissionProblem problem) => new(problem.Message.TrimEnd('.'), problem.Where, problem.Suggestion);
}
