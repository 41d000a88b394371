namespace Hearth.Spark.Submission;

/// <summary>How much memory a pod asks for, in MiB: the heap and what the process needs beside it.</summary>
internal static class MemorySize
{
    public const long DefaultHeap = 1024;
    public const long MinOverhead = 384;
    public const double JvmFactor = 0.1;
    public const double NonJvmFactor = 0.4;

    /// <summary>
    /// The overhead as Spark counts it: given, or the factor's share of the heap cut to whole MiB, but not below the minimum. The share is
    /// a 32-bit number in Spark and saturates there.
    /// </summary>
    public static long Overhead(long heap, double factor, long? given, long minimum) =>
        given ?? Math.Max((int)Math.Min(factor * heap, int.MaxValue), minimum);
}
