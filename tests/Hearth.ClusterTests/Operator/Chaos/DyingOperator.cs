using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.Operator;

namespace Hearth.ClusterTests.Operator;

/// <summary>An operator that dies at the first request of a kind, before the server gets it.</summary>
internal static class DyingOperator
{
    public static async Task RunAsync(KubeConfiguration server, Func<HttpRequestMessage, bool> deadly)
    {
        using var handler = new Deadly(server, deadly);
        await using var client = new KubeClient(server, handler);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(handler.Death);
        await new SparkOperator(client, new(), TestLog.Factory).RunAsync(stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private sealed class Deadly(KubeConfiguration server, Func<HttpRequestMessage, bool> deadly) : DelegatingHandler(Connections.Create(server, () => null))
    {
        private readonly CancellationTokenSource _death = new();

        public CancellationToken Death => _death.Token;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (deadly(request))
                await _death.CancelAsync();
            _death.Token.ThrowIfCancellationRequested();
            return await base.SendAsync(request, cancellationToken);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _death.Dispose();
            base.Dispose(disposing);
        }
    }
}
