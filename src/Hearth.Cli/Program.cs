using Hearth.Cli;
using Hearth.Simulator;

// Simulated containers start by the hundred: they pass by everything that the command line loads.
if (args is ["simulate", ..])
    return Simulation.Run(args[1..], Environment.GetEnvironmentVariable, Console.Out, Console.Error);

DirectLoopback.Use(Environment.GetEnvironmentVariable);
return await CommandLine.RunAsync(args, CliContext.OfThisProcess());
