using System.Text.RegularExpressions;
using Hearth.ClusterTests.ApiServers.Differential;
using Hearth.ClusterTests.ApiServers.Kubectl;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.ClusterTests.ApiServers.Clients;

/// <summary>Runs one program of a client library before a real cluster and the local one, both without nodes, and compares what it prints.</summary>
public sealed partial class ClientComparison : IAsyncLifetime
{
    private ServerPair? _servers;

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Fails unless all lines are equal.</summary>
    internal async Task RunAsync(ClientProgram program, ITestOutputHelper output)
    {
        // The first of several programs starts them; each works in a namespace of its own.
        _servers ??= await ServerPair.StartAsync();
        var said = await Task.WhenAll(program.RunAsync(_servers.Real.Kubeconfig), program.RunAsync(_servers.OurKubeconfig));
        var (real, ours) = (Lines(said[0]), Lines(said[1]));
        var different = real.Except(ours).Select(line => "real: " + line).Concat(ours.Except(real).Select(line => "ours: " + line)).ToList();
        foreach (var line in different)
            output.WriteLine(line);
        var equal = real.Count(ours.ToHashSet().Contains);
        output.WriteLine($"{equal} of {real.Count} equal");
        Assert.True(real.SequenceEqual(ours), $"{equal} of {real.Count} equal; the first that is not: {different.FirstOrDefault() ?? "the order of lines"}");
    }

    public async Task DisposeAsync()
    {
        if (_servers is not null)
            await _servers.DisposeAsync();
    }

    private static List<string> Lines(string text) => [.. VersionInText().Replace(KubectlMasks.Apply(text), "${name}<version>").Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    [GeneratedRegex(@"(?<name>resourceVersion[\\"":]+|in the precondition \(|in record \()\d+", RegexOptions.ExplicitCapture)]
    private static partial Regex VersionInText();
}
