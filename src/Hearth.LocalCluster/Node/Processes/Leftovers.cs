using System.Globalization;

namespace Hearth.LocalCluster.Nodes;

/// <summary>
/// A file of the processes that this node started, so that the next start ends what a killed one left behind. A line is a pid and its
/// start time: a pid that was given to another process meanwhile is left alone.
/// </summary>
internal sealed class Leftovers(string file)
{
    private readonly Lock _lock = new();

    /// <summary>Ends what is still running of an earlier node, then starts an empty list.</summary>
    /// <returns>How many processes were ended.</returns>
    public int EndAll()
    {
        var ended = 0;
        if (File.Exists(file))
        {
            foreach (var line in File.ReadLines(file))
            {
                if (IsAlive(line, out var pid))
                    ended += End(pid);
            }
        }

        File.WriteAllText(file, "");
        return ended;
    }

    public void Add(int pid)
    {
        if (ProcessTable.StartTime(pid) is not { } started)
            return;
        lock (_lock)
            File.AppendAllText(file, string.Create(CultureInfo.InvariantCulture, $"{pid} {started}\n"));
    }

    // A dead leader's session may live on; a living process of that pid but another start time is a stranger.
    private static bool IsAlive(string line, out int pid)
    {
        pid = 0;
        var parts = line.Split(' ');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out pid)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var started)
            && (ProcessTable.StartTime(pid) is not { } present || present == started);
    }

    private static int End(int pid)
    {
        var ended = 0;
        foreach (var member in ProcessTable.Tree(pid).Concat(ProcessTable.Session(pid)).Distinct())
            ended += ProcessTable.Send(member, ProcessTable.Kill) ? 1 : 0;
        return ended;
    }
}
