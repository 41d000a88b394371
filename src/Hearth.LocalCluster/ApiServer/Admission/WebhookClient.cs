using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Admission;

/// <summary>Sends reviews to webhooks over TLS; what goes wrong is told in the words of Go's client.</summary>
internal sealed class WebhookClient(ApiContext context) : IDisposable
{
    private const int MostClients = 64;
    private const int MostBytes = 16 * 1024 * 1024;
    private readonly ConcurrentDictionary<(string Host, string Bundle), HttpClient> _clients = new();

    /// <returns>The status and the body of the answer, and its media type.</returns>
    /// <exception cref="WebhookFailure">There is no answer.</exception>
    public async Task<(int Status, byte[] Body, string MediaType)> PostAsync(JsonObject hook, JsonObject review, CancellationToken cancellation)
    {
        const string Failed = "failed to call webhook: ";
        var (target, host) = Target(hook.Map("clientConfig") ?? []);
        var seconds = hook["timeoutSeconds"].Number ?? 10;
        var shown = $"{target}?timeout={seconds.ToString(CultureInfo.InvariantCulture)}s";
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellation);
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, shown) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Json.ToText(review))) };
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var answer = await Client(host, hook.Map("clientConfig")?.Text("caBundle") ?? "").SendAsync(message, either.Token);
            return ((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(either.Token), answer.Content.Headers.ContentType?.MediaType ?? "");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new WebhookFailure($"{Failed}Post \"{shown}\": context deadline exceeded");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new WebhookFailure($"{Failed}Post \"{shown}\": {Why(exception, target)}");
        }
    }

    private static string Why(Exception exception, Uri target) => exception switch
    {
        { InnerException: AuthenticationException or CertificateProblem } => "tls: failed to verify certificate: x509: " + (exception.InnerException as CertificateProblem ?? exception.InnerException.InnerException as CertificateProblem)?.Message,
        { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => $"dial tcp {target.Authority}: connect: connection refused",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => $"dial tcp: lookup {target.Host}: no such host",
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } or { InnerException: IOException } or IOException => "EOF",
        _ => exception.Message,
    };

    private HttpClient Client(string host, string bundle)
    {
        // Who changes webhooks all day gets new connections all day.
        if (_clients.Count > MostClients)
            _clients.Clear();
        return _clients.GetOrAdd((host, bundle), static key => NewClient(key.Host, key.Bundle));
    }

    private static HttpClient NewClient(string host, string bundle)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(90) };
        handler.SslOptions.TargetHost = host;
        if (bundle.Length > 0)
            handler.SslOptions.CertificateChainPolicy = Trust(bundle);
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) => errors switch
        {
            SslPolicyErrors.None => true,
            SslPolicyErrors.RemoteCertificateNameMismatch => throw new CertificateProblem($"certificate is valid for {string.Join(", ", NamesOf(certificate as X509Certificate2))}, not {host}"),
            _ => throw new CertificateProblem("certificate signed by unknown authority"),
        };
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MostBytes };
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        client.DefaultRequestHeaders.Accept.ParseAdd("*/*");
        client.DefaultRequestHeaders.UserAgent.ParseAdd("kube-apiserver-admission");
        return client;
    }

    private static IEnumerable<string> NamesOf(X509Certificate2? certificate) =>
        certificate?.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString()))) ?? [];

    /// <summary>A webhook's own authority, and no other, vouches for it.</summary>
    private static X509ChainPolicy Trust(string bundle)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPem(Encoding.UTF8.GetString(Convert.FromBase64String(bundle)));
        return policy;
    }

    /// <summary>A service is reached at the address of one of its pods: no proxy stands before it here.</summary>
    private (Uri Target, string Host) Target(JsonObject client)
    {
        if (client.Text("url") is { } url)
            return Uri.TryCreate(url.TrimEnd('/'), UriKind.Absolute, out var stated) ? (stated, stated.Host.Trim('[', ']')) : throw new WebhookFailure($"could not get REST client: Unparsable webhook URL: {url}");
        var service = client.Map("service") ?? [];
        var ns = service.Text("namespace") ?? "";
        var name = service.Text("name") ?? "";
        var host = $"{name}.{ns}.svc";
        var port = service["port"].Number ?? 443;
        string Unreachable(string why) => $"failed to call webhook: Post \"https://{host}:{port.ToString(CultureInfo.InvariantCulture)}{service.Text("path")}\": {why}";
        var spec = context.FindObject("", "services", ns, name)?.Map("spec") ?? throw new WebhookFailure(Unreachable($"service \"{name}\" not found"));
        var portName = spec.Objects("ports").FirstOrDefault(candidate => candidate["port"].Number == port)?.Text("name") ?? "";
        foreach (var slice in context.Objects("discovery.k8s.io", "endpointslices", ns).Where(slice => slice.Map("metadata")?.Map("labels")?.Text("kubernetes.io/service-name") == name))
        {
            var address = slice.Objects("endpoints").FirstOrDefault(endpoint => endpoint.Map("conditions")?["ready"].Flag != false)?.List("addresses")?.FirstOrDefault().Text;
            var number = slice.Objects("ports").FirstOrDefault(candidate => (candidate.Text("name") ?? "") == portName)?["port"].Number;
            if (address is not null && number is not null)
                return (new UriBuilder(Uri.UriSchemeHttps, address, (int)number, service.Text("path") ?? "/").Uri, host);
        }

        throw new WebhookFailure(Unreachable($"no endpoints available for service \"{name}\""));
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values)
            client.Dispose();
    }

    private sealed class CertificateProblem(string message) : AuthenticationException(message);
}
