namespace Hearth.Spark.Diagnosis;

/// <summary>What an exit code of a Spark container means: Spark's own (<c>SparkExitCode</c>, <c>ExecutorExitCode</c>) and those of the shell and the kernel.</summary>
public static class SparkExitCodes
{
    /// <summary>A short description; null for a code without a fixed meaning.</summary>
    public static string? Describe(int exitCode) => exitCode switch
    {
        0 => "success",
        1 => "failure, see the log",
        2 => "wrong use of a shell built-in",
        3 => "path not found",
        10 or 50 => "uncaught exception",
        11 => "more executors failed than spark.executor.maxNumFailures allows",
        51 => "uncaught exception, and another while it was logged",
        52 => "the JVM ran out of memory (OutOfMemoryError)",
        53 => "no local directory could be created in spark.local.dir",
        54 => "external block store could not be initialised",
        55 => "external block store could not create a directory",
        56 => "heartbeats to the driver failed",
        57 => "killed by the task reaper",
        58 => "the block manager could not register again",
        101 => "main class not found",
        124 => "the driver ran longer than spark.driver.timeout",
        126 => "not executable: permission or processor architecture",
        127 => "command not found",
        130 => "interrupted (SIGINT)",
        134 => "aborted (SIGABRT): the JVM crashed",
        135 => "bus error (SIGBUS)",
        137 => "killed (SIGKILL): out of memory, or its pod was removed",
        139 => "segmentation fault (SIGSEGV)",
        143 => "terminated (SIGTERM): its pod was deleted, drained or evicted",
        255 or -1 => "unknown: the container's end was not seen",
        > 128 and < 193 => $"ended by signal {exitCode - 128}",
        _ => null,
    };

    /// <summary>True where the code says that the pod was taken away rather than that the program failed.</summary>
    public static bool IsInfrastructure(int exitCode) => exitCode is 137 or 143;
}
