using Hearth.Cli;

return await CommandLine.RunAsync(args, CliContext.OfThisProcess());
