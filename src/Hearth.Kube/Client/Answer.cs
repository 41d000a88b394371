using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hearth.Kube.Configuration;

namespace Hearth.Kube.Client;

/// <summary>An answer whose body is still to be read; reading ends at the call's time-out.</summary>
internal sealed class Answer(
    HttpResponseMessage response,
    CallLimit limit,
    KubeRequest request,
    KubeConfiguration configuration,
    TimeSpan timeout,
    CancellationToken cancellationToken) : IDisposable
{
    public HttpResponseMessage Response => response;
    public CancellationToken Token { get; } = limit.Token;
    public bool IsSuccess => response.IsSuccessStatusCode;

    public Task<T> ReadAsync<T>(JsonTypeInfo<T> type) => ReadAsync(async body =>
        await JsonSerializer.DeserializeAsync(body, type, Token) ?? throw new JsonException("The body is null."));

    /// <summary>Reads the body; what goes wrong on the way becomes a <see cref="KubeException"/>.</summary>
    public async Task<T> ReadAsync<T>(Func<Stream, Task<T>> read)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(Token);
            return await read(body);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Errors.TimedOut(request.Summary, configuration, timeout);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw Errors.Unreachable(request.Summary, configuration, e);
        }
        catch (JsonException e)
        {
            throw Errors.NotKubernetes(request.Summary, configuration, e);
        }
    }

    public void Dispose()
    {
        response.Dispose();
        limit.Dispose();
    }
}
