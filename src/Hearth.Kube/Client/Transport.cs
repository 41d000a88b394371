using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Hearth.Kube.Configuration;

namespace Hearth.Kube.Client;

/// <summary>
/// Sends requests: connections, credentials, repeats. Streams (watches, followed logs) have their own connections, so that
/// observation never waits behind calls.
/// </summary>
internal sealed class Transport : IDisposable
{
    private const int Attempts = 5;
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(30);
    private readonly KubeConfiguration _configuration;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _calls;
    private readonly HttpMessageInvoker _streams;
    private readonly Backoff _backoff;
    private X509Certificate2Collection? _certificate;

    public Transport(KubeConfiguration configuration, HttpMessageHandler? handler, TimeProvider time, Random random)
    {
        _configuration = configuration;
        _time = time;
        _backoff = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5), random);
        _calls = new(handler ?? Connections.Create(configuration, () => _certificate), disposeHandler: handler is null);
        _streams = handler is null ? new(Connections.Create(configuration, () => _certificate)) : _calls;
    }

    /// <summary>A successful answer, its body still to be read, and the token that ends the reading in time.</summary>
    /// <exception cref="KubeException">The server refused, or did not answer.</exception>
    public async Task<Answer> SendAsync(KubeRequest request, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var answer = await TryAsync(request, attempt, cancellationToken);
            if (answer.IsSuccess)
                return answer;
            KubeException error;
            using (answer)
                error = await Errors.ReadAsync(request, answer.Response, _configuration, answer.Token);
            if (attempt + 1 >= Attempts || !MayRepeat(request, answer.Response.StatusCode) || error.RetryAfter > s_longestWait)
                throw error;
            await Task.Delay(Longer(_backoff.Delay(attempt), error.RetryAfter), _time, cancellationToken);
        }
    }

    /// <summary>Sends a message as it is, with credentials; no repeats, no time-out, any answer is returned.</summary>
    public async Task<HttpResponseMessage> SendRawAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        if (message.RequestUri is { IsAbsoluteUri: false } path)
            message.RequestUri = KubeRequest.Combine(_configuration.Server, path.OriginalString);
        KubeRequest.Negotiate(message, _configuration.Server);
        await AuthenticateAsync(message, cancellationToken);
        try
        {
            return await SendAsync(_streams, message, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw Errors.Unreachable($"{message.Method} {message.RequestUri?.AbsolutePath}", _configuration, e);
        }
    }

    public void Dispose()
    {
        _calls.Dispose();
        _streams.Dispose();
    }

    private async Task<Answer> TryAsync(KubeRequest request, int attempt, CancellationToken cancellationToken)
    {
        for (; ; attempt++)
        {
            try
            {
                return await SendOnceAsync(request, cancellationToken);
            }
            catch (HttpRequestException e)
            {
                if (!request.IsSafeToRepeat || attempt + 1 >= Attempts || !Errors.IsPassing(e))
                    throw Errors.Unreachable(request.Summary, _configuration, e);
                await Task.Delay(_backoff.Delay(attempt), _time, cancellationToken);
            }
        }
    }

    private async Task<Answer> SendOnceAsync(KubeRequest request, CancellationToken cancellationToken)
    {
        for (var renewed = false; ; renewed = true)
        {
            using var message = request.ToMessage(_configuration.Server);
            var credential = await AuthenticateAsync(message, cancellationToken);
            var timeout = request.Timeout ?? _configuration.Timeout;
            var limit = new CallLimit(timeout, _time, cancellationToken);
            try
            {
                var response = await SendAsync(request.IsStream ? _streams : _calls, message, limit.Token);
                // Only the beginning of a stream is limited.
                if (request.IsStream && response.IsSuccessStatusCode)
                    limit.Lift();
                var answer = new Answer(response, limit, request, _configuration, timeout, cancellationToken);
                if (response.StatusCode != HttpStatusCode.Unauthorized || renewed || !_configuration.Credentials.Refused(credential))
                    return answer;
                answer.Dispose();
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                limit.Dispose();
                throw Errors.TimedOut(request.Summary, _configuration, timeout);
            }
            catch
            {
                limit.Dispose();
                throw;
            }
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpMessageInvoker connections, HttpRequestMessage message, CancellationToken cancellationToken)
    {
        try
        {
            return await connections.SendAsync(message, cancellationToken);
        }
        catch (SocketException e)
        {
            // .NET asks a new connection who is at its other end, and lets escape that nobody is any more.
            throw new HttpRequestException(HttpRequestError.ConnectionError, e.Message, e);
        }
    }

    private async ValueTask<Credential> AuthenticateAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var credential = await _configuration.Credentials.GetAsync(cancellationToken);
        message.Headers.Authorization ??= credential.Authorization;
        message.Headers.TryAddWithoutValidation("User-Agent", _configuration.UserAgent);
        // .NET takes the name that a certificate must carry from this header, and from nowhere else.
        message.Headers.Host ??= _configuration.TlsServerName;
        if (_configuration.ImpersonateUser is { } user)
            message.Headers.TryAddWithoutValidation("Impersonate-User", user);
        foreach (var group in _configuration.ImpersonateGroups)
            message.Headers.TryAddWithoutValidation("Impersonate-Group", group);
        _certificate = credential.Certificate;
        return credential;
    }

    // 429 is refused before anything was done; a server error may come after the work was done.
    private static bool MayRepeat(KubeRequest request, HttpStatusCode status) => status switch
    {
        HttpStatusCode.TooManyRequests => true,
        HttpStatusCode.NotImplemented or HttpStatusCode.HttpVersionNotSupported => false,
        >= HttpStatusCode.InternalServerError => request.IsSafeToRepeat,
        _ => false,
    };

    private static TimeSpan Longer(TimeSpan delay, TimeSpan? asked) => asked > delay ? asked.Value : delay;
}
