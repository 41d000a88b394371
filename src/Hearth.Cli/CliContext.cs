using Hearth.Cli.Output;

namespace Hearth.Cli;

/// <summary>What a command sees of the world around it; tests hand in their own.</summary>
internal sealed record CliContext
{
    public required Terminal Terminal { get; init; }

    /// <summary>Standard input, for manifests given as <c>-</c>.</summary>
    public required Func<Stream> OpenInput { get; init; }

    /// <summary>Reads an environment variable; null where it is not set.</summary>
    public required Func<string, string?> Environment { get; init; }

    public required string WorkingDirectory { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public required Interruption Interruption { get; init; }

    public static CliContext OfThisProcess() => new()
    {
        Terminal = Terminal.OfThisProcess(),
        OpenInput = Console.OpenStandardInput,
        Environment = System.Environment.GetEnvironmentVariable,
        WorkingDirectory = System.Environment.CurrentDirectory,
        Interruption = new Interruption(),
    };
}
