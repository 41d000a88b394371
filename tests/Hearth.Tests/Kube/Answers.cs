using System.Net;
using System.Text;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;

namespace Hearth.Tests.Kube;

/// <summary>A server of this process that gives the answers it was told, in order, and remembers what it was asked.</summary>
internal sealed class Answers : HttpMessageHandler
{
    private readonly Queue<Func<HttpResponseMessage>> _answers = new();

    public List<string> Asked { get; } = [];

    public Answers Then(HttpStatusCode code, string body, params (string Name, string Value)[] headers)
    {
        _answers.Enqueue(() =>
        {
            var answer = new HttpResponseMessage(code) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            foreach (var (name, value) in headers)
                answer.Headers.TryAddWithoutValidation(name, value);
            return answer;
        });
        return this;
    }

    public Answers ThenThrows(Exception exception)
    {
        _answers.Enqueue(() => throw exception);
        return this;
    }

    public Answers ThenFails(HttpRequestError error) => ThenThrows(new HttpRequestException(error, "cut"));

    public KubeClient Client(TimeProvider? time = null, CredentialSource? credentials = null) => new(
        new() { Server = new("https://kube.example:6443"), Credentials = credentials ?? CredentialSource.Anonymous }, this, time, new Random(1));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : " " + await request.Content.ReadAsStringAsync(cancellationToken);
        lock (Asked)
        {
            Asked.Add($"{request.Method} {request.RequestUri!.PathAndQuery}{body}");
            if (_answers.Count > 0)
                return _answers.Dequeue()();
        }

        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException("never");
    }
}
