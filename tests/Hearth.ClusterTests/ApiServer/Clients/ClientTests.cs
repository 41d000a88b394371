using Xunit;
using Xunit.Abstractions;

namespace Hearth.ClusterTests.ApiServers.Clients;

/// <summary>Programs of real client libraries see the same before a real cluster and the local one: objects, watches, errors.</summary>
public sealed class ClientTests(ClientComparison servers, ITestOutputHelper output) : IClassFixture<ClientComparison>
{
    [SkippableFact]
    public async Task The_Python_client_sees_the_same() => await servers.RunAsync(await ClientProgram.PythonAsync("python.py"), output);

    [SkippableFact]
    public async Task The_JavaScript_client_sees_the_same() => await servers.RunAsync(await ClientProgram.JavaScriptAsync("javascript.mjs"), output);

    [SkippableFact]
    public async Task Sparks_client_sees_the_same() => await servers.RunAsync(await ClientProgram.JavaAsync("Fabric8.java"), output);
}
