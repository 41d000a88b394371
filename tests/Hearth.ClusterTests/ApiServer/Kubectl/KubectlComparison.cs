namespace Hearth.ClusterTests.ApiServers.Kubectl;

/// <summary>Runs the commands of a story before both servers and compares what they print.</summary>
internal sealed class KubectlComparison(KubectlRunner real, KubectlRunner ours)
{
    public int Equal { get; private set; }

    public int Total { get; private set; }

    public List<string> Differences { get; } = [];

    public async Task RunAsync(string path)
    {
        foreach (var step in KubectlStep.Read(path))
        {
            switch (step)
            {
                case KubectlStep.File file:
                    real.Write(file);
                    ours.Write(file);
                    break;
                case KubectlStep.Until until:
                    var failures = await Task.WhenAll(real.UntilAsync(until), ours.UntilAsync(until));
                    if (failures.Any(failure => failure is not null))
                        Fail($"line {until.Line}: {until.Text}\n    real {failures[0] ?? "waited well"}, ours {failures[1] ?? "waited well"}");
                    break;
                case KubectlStep.Command command:
                    await CompareAsync(command);
                    break;
            }
        }
    }

    private void Fail(string difference)
    {
        Total++;
        Differences.Add(difference);
    }

    private async Task CompareAsync(KubectlStep.Command command)
    {
        var answers = await Task.WhenAll(real.RunAsync(command.Text), ours.RunAsync(command.Text));
        var differences = Compare(answers[0], answers[1]).ToList();
        Total++;
        if (differences.Count == 0)
            Equal++;
        else
            Differences.Add($"line {command.Line}: {command.Text}\n    {string.Join("\n    ", differences)}");
    }

    private static IEnumerable<string> Compare(CommandResult expected, CommandResult actual)
    {
        if (expected.ExitCode != actual.ExitCode)
            yield return $"exit code: real {expected.ExitCode} ours {actual.ExitCode}";
        foreach (var line in Lines(expected.Output, actual.Output))
            yield return line;
        foreach (var line in Lines(expected.Error, actual.Error))
            yield return "stderr " + line;
    }

    /// <summary>The lines that only one of the texts has.</summary>
    private static IEnumerable<string> Lines(string expected, string actual)
    {
        var (a, b) = (KubectlMasks.Apply(expected), KubectlMasks.Apply(actual));
        if (a == b)
            yield break;
        var (real, ours) = (a.Split('\n'), b.Split('\n'));
        var missing = real.Except(ours, StringComparer.Ordinal).ToList();
        var added = ours.Except(real, StringComparer.Ordinal).ToList();
        foreach (var line in missing.Take(12))
            yield return "real: " + line;
        foreach (var line in added.Take(12))
            yield return "ours: " + line;
        if (missing.Count + added.Count == 0)
            yield return $"the order of lines: real {a} ours {b}";
    }
}
