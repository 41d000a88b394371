using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.Kube.Configuration;
using Shouldly;

namespace Hearth.ClusterTests.ApiServers;

/// <summary>What is known of one object: null where it does not exist.</summary>
internal sealed record KnownObject(long Version, string Value);

/// <summary>One life of the server: plain requests, never repeated.</summary>
internal sealed class KilledServer : IDisposable
{
    private const string Path = "/api/v1/namespaces/default/configmaps";
    private readonly HttpClient _http;

    private KilledServer(Uri address, AuthenticationHeaderValue? authorization)
    {
        _http = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null } }) { BaseAddress = address };
        _http.DefaultRequestHeaders.Authorization = authorization;
    }

    public static async Task<KilledServer> OfAsync(string kubeconfig)
    {
        var configuration = KubeConfigFile.Load(kubeconfig);
        return new(configuration.Server, (await configuration.Credentials.GetAsync(CancellationToken.None)).Authorization);
    }

    public void Dispose() => _http.Dispose();

    public async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(HttpMethod method, string name, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(name.Length == 0 ? Path : $"{Path}/{name}", UriKind.Relative));
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await _http.SendAsync(request);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsByteArrayAsync()));
    }

    /// <summary>Compares what the server has with what the writers were told.</summary>
    public async Task CheckAsync(IReadOnlyList<KilledWriter> writers, int round)
    {
        var (_, list) = await SendAsync(HttpMethod.Get, "");
        var found = list!["items"]!.AsArray().Where(i => i!["data"]?["value"] is not null).ToDictionary(i => Text(i!, "name"), i => Known(i!), StringComparer.Ordinal);
        var now = Version(list);
        foreach (var writer in writers)
            writer.Settle(found, now, round);
        found.ShouldBeEmpty($"after kill {round} there are objects that nobody wrote or that had been deleted");
    }

    public static KnownObject Known(JsonNode value) => new(Version(value), value["data"]!["value"]!.GetValue<string>());

    private static long Version(JsonNode value) => long.Parse(Text(value, "resourceVersion"), CultureInfo.InvariantCulture);

    private static string Text(JsonNode value, string field) => value["metadata"]![field]!.GetValue<string>();
}
