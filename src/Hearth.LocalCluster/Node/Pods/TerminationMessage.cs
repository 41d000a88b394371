using System.Text;

namespace Hearth.LocalCluster.Nodes;

/// <summary>What a container left as its last words.</summary>
internal static class TerminationMessage
{
    private const int LongestMessage = 4096;
    private const int LongestOfPod = 12 * 1024;
    private const int LongestFromLog = 2048;
    private const int LinesFromLog = 80;

    /// <param name="file">What lies at <c>terminationMessagePath</c>.</param>
    /// <param name="policy"><c>FallbackToLogsOnError</c> takes the end of the log where the file is empty and the container failed.</param>
    /// <param name="containers">Who shares what a pod may say in all.</param>
    public static string? Read(string file, string? policy, int exitCode, string log, int containers = 1)
    {
        var text = End(file, LongestMessage);
        if (text.Length == 0 && exitCode != 0 && policy == "FallbackToLogsOnError")
            text = EndOfLog(log);
        var longest = LongestOfPod / Math.Max(1, containers);
        return text.Length == 0 ? null : Encoding.UTF8.GetString(text.AsSpan(0, Math.Min(text.Length, longest)));
    }

    private static byte[] EndOfLog(string log)
    {
        if (!File.Exists(log))
            return [];
        var lines = File.ReadLines(log).TakeLast(LinesFromLog).Select(line => line.Split(' ', 4) is [_, _, var flag, var text] ? text + (flag == "F" ? "\n" : "") : "");
        var end = Encoding.UTF8.GetBytes(string.Concat(lines));
        return end.Length <= LongestFromLog ? end : end[^LongestFromLog..];
    }

    private static byte[] End(string file, int longest)
    {
        if (!File.Exists(file))
            return [];
        using var stream = File.OpenRead(file);
        var bytes = new byte[Math.Min(longest, stream.Length)];
        stream.Position = stream.Length - bytes.Length;
        stream.ReadExactly(bytes);
        return bytes;
    }
}
