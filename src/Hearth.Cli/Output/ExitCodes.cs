namespace Hearth.Cli.Output;

/// <summary>What the process says to scripts when it ends.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>The application that was run ended in failure.</summary>
    public const int ApplicationFailed = 1;

    /// <summary>Wrong usage or invalid input; nothing was created.</summary>
    public const int InvalidInput = 2;

    /// <summary>The cluster could not be reached, or it refused.</summary>
    public const int ClusterUnreachable = 3;

    /// <summary>A defect of Hearth itself (EX_SOFTWARE).</summary>
    public const int InternalError = 70;

    public const int Interrupted = 130;
}
