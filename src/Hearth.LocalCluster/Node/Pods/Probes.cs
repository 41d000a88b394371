using System.Net.Sockets;
using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Nodes;

/// <summary>Asks a running container how it is: one question, one answer.</summary>
internal static class Probes
{
    private const int MostRedirects = 10;
    private static readonly HttpClient s_http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.Zero,
        // As the kubelet: a probe asks whether somebody answers, not who.
#pragma warning disable CA5359, MA0039
        SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
#pragma warning restore CA5359, MA0039
    });

    /// <returns>Null where the container is well; else what is wrong, in the kubelet's words.</returns>
    public static async Task<string?> AskAsync(NodeContext node, ContainerRun run, Container container, string podIP, Probe probe, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongTimes.OfSeconds(Math.Max(1, probe.TimeoutSeconds ?? 1)).ForTimer());
        try
        {
            if (probe.Extra?.TryGetValue("grpc", out var grpc) == true && grpc.TryGetProperty("port", out var port))
                return await GrpcHealth.AskAsync(podIP, port.GetInt32(), grpc.TryGetProperty("service", out var service) ? service.GetString() ?? "" : "", limit.Token);
            return await RunAsync(node, run, container, podIP, new() { Exec = probe.Exec, HttpGet = probe.HttpGet, TcpSocket = probe.TcpSocket }, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return TimedOut(probe, container, podIP);
        }
    }

    private static string TimedOut(Probe probe, Container container, string podIP)
    {
        var seconds = Math.Max(1, probe.TimeoutSeconds ?? 1);
        if (probe.HttpGet is { } http)
            return $"Get \"{Address(http, container, podIP)}\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)";
        if (probe.TcpSocket is { } tcp)
            return $"dial tcp {(string.IsNullOrEmpty(tcp.Host) ? podIP : tcp.Host)}:{Port(tcp.Port, container)}: i/o timeout";
        return probe.Exec is { } exec ? $"command timed out: \"{string.Join(' ', exec.Command ?? [])}\" timed out after {seconds}s" : $"timeout: health rpc did not complete within {seconds}s";
    }

    /// <summary>Runs a probe or a hook.</summary>
    public static async Task<string?> RunAsync(NodeContext node, ContainerRun run, Container container, string podIP, LifecycleHandler action, CancellationToken cancellationToken)
    {
        try
        {
            if (action.Exec is { } exec)
            {
                var (code, output) = await ContainerExec.RunAsync(node, run, exec.Command ?? [], cancellationToken);
                return code == 0 ? null : output;
            }

            if (action.SleepTime() is { } sleep)
            {
                await Task.Delay(sleep.ForTimer(), node.Time, cancellationToken);
                return null;
            }

            if (action.HttpGet is { } http)
                return await GetAsync(http, container, podIP, cancellationToken);
            return action.TcpSocket is { } tcp ? await ConnectAsync(tcp, container, podIP, cancellationToken) : null;
        }
        catch (ContainerStartException error)
        {
            return error.Message;
        }
    }

    private static async Task<string?> GetAsync(HttpGetAction action, Container container, string podIP, CancellationToken cancellationToken)
    {
        var url = Address(action, container, podIP);
        try
        {
            var at = new Uri(url);
            for (var hops = 0; ; hops++)
            {
                using var answer = await AskAsync(action, at, cancellationToken);
                // As the kubelet: within the same host redirects are followed, another host is not asked.
                if ((int)answer.StatusCode is >= 300 and < 400 && answer.Headers.Location is { } location && new Uri(at, location) is var next && next.Host == at.Host)
                {
                    if (hops == MostRedirects)
                        return $"Get \"{next}\": stopped after {MostRedirects} redirects";
                    at = next;
                    continue;
                }

                return (int)answer.StatusCode is >= 200 and < 400 ? null : $"HTTP probe failed with statuscode: {(int)answer.StatusCode}";
            }
        }
        catch (HttpRequestException error)
        {
            return $"Get \"{url}\": {(error.InnerException is SocketException refused ? $"dial tcp {new Uri(url).Host}:{new Uri(url).Port}: {Words(refused)}" : error.Message)}";
        }
    }

    private static async Task<HttpResponseMessage> AskAsync(HttpGetAction action, Uri url, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("User-Agent", "kube-probe/1.34");
        foreach (var (name, value) in Headers(action))
            request.Headers.TryAddWithoutValidation(name, value);
        return await s_http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private static async Task<string?> ConnectAsync(TcpSocketAction action, Container container, string podIP, CancellationToken cancellationToken)
    {
        var host = string.IsNullOrEmpty(action.Host) ? podIP : action.Host;
        var port = Port(action.Port, container);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(host, port, cancellationToken);
            return null;
        }
        catch (SocketException error)
        {
            return $"dial tcp {host}:{port}: {Words(error)}";
        }
    }

    /// <summary>With the port, also where it is that of the scheme.</summary>
    private static string Address(HttpGetAction action, Container container, string podIP)
    {
        var scheme = action.Scheme?.ToLowerInvariant() == "https" ? "https" : "http";
        var path = action.Path is { Length: > 0 } given ? given : "/";
        return $"{scheme}://{(string.IsNullOrEmpty(action.Host) ? podIP : action.Host)}:{Port(action.Port, container)}{(path[0] == '/' ? "" : "/")}{path}";
    }

    private static string Words(SocketException error) => error.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connect: connection refused",
        SocketError.HostUnreachable => "connect: no route to host",
        SocketError.NetworkUnreachable => "connect: network is unreachable",
        _ => error.Message,
    };

    private static IEnumerable<(string Name, string Value)> Headers(HttpGetAction action)
    {
        if (action.Extra?.TryGetValue("httpHeaders", out var headers) != true)
            yield break;
        foreach (var header in headers.EnumerateArray())
            yield return (header.GetProperty("name").GetString() ?? "", header.GetProperty("value").GetString() ?? "");
    }

    private static int Port(Kube.Core.Quantities.IntOrString? port, Container container) =>
        port?.Number ?? (container.Ports ?? []).FirstOrDefault(p => p.Name == port?.Text)?.Port
            ?? (int.TryParse(port?.Text, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0);
}

internal static class LifecycleHandlerFields
{
    /// <summary>The wait of a <c>sleep</c> hook; null for other hooks.</summary>
    public static TimeSpan? SleepTime(this LifecycleHandler hook) =>
        hook.Extra?.TryGetValue("sleep", out var sleep) == true && sleep.TryGetProperty("seconds", out var seconds) ? LongTimes.OfSeconds(seconds.GetInt64()) : null;
}
