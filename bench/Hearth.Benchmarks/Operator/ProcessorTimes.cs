using System.Diagnostics;
using System.Globalization;

namespace Hearth.Benchmarks.Operator;

/// <summary>
/// Processor time of everything that a run costs: the operator, this process, and the server's own processes, whose ids lie as
/// <c>NAME.pid</c> beside its kubeconfig. On a machine that others use too it says more than the clock.
/// </summary>
internal sealed class ProcessorTimes
{
    private readonly List<(string Name, Process Process, TimeSpan Before)> _measured = [];

    public ProcessorTimes(string kubeconfig, Process @operator)
    {
        Add("operator", @operator);
        Add("this process", Process.GetCurrentProcess());
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(kubeconfig))!, "*.pid").Order(StringComparer.Ordinal))
        {
            if (int.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var id) && Directory.Exists($"/proc/{id.ToString(CultureInfo.InvariantCulture)}"))
                Add(Path.GetFileNameWithoutExtension(file), Process.GetProcessById(id));
        }
    }

    /// <summary>Milliseconds since the beginning, for each of so many applications.</summary>
    public string Each(int applications)
    {
        var each = _measured.ConvertAll(m => (m.Name, Spent: (Now(m.Process) - m.Before).TotalMilliseconds / applications));
        return string.Create(CultureInfo.InvariantCulture, $"processor ms each: {string.Join(", ", each.Select(e => $"{e.Name} {e.Spent:F1}"))}, together {each.Sum(e => e.Spent):F1}");
    }

    private void Add(string name, Process process) => _measured.Add((name, process, Now(process)));

    private static TimeSpan Now(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }
}
