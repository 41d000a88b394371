using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.Simulator.Executor;

namespace Hearth.ClusterTests.Simulator;

/// <summary>An API server as far as one driver needs it; executor pods run as threads of the test.</summary>
internal sealed class PodsInThisProcess : HttpMessageHandler
{
    private readonly Channel<byte[]> _events = Channel.CreateUnbounded<byte[]>();

    public ConcurrentBag<Pod> Created { get; } = [];

    public ConcurrentBag<string> Deletions { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.PathAndQuery;
        if (path.Contains("watch=true", StringComparison.Ordinal))
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new ChannelStream(_events.Reader)) };
        if (request.Method == HttpMethod.Delete)
        {
            Deletions.Add(path);
            return Json(HttpStatusCode.OK, """{"kind":"Status","status":"Success"}""");
        }

        if (request.Method == HttpMethod.Get)
            return Json(HttpStatusCode.OK, """{"kind":"Pod","metadata":{"name":"pi-driver","uid":"u-1","labels":{"spark-version":"4.3.0"}}}""");
        var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        if (path.Contains("/pods", StringComparison.Ordinal))
            Run(JsonSerializer.Deserialize(body, KubeJson.Default.Pod)!);
        return Json(HttpStatusCode.Created, Encoding.UTF8.GetString(body));
    }

    private void Run(Pod pod)
    {
        Created.Add(pod);
        var environment = pod.Spec!.Containers![0].Env!.ToDictionary(e => e.Name, e => e.Value ?? "127.0.0.1");
        new Thread(() =>
        {
            using var log = new StringWriter();
            var code = SimulatedExecutor.Run(environment.GetValueOrDefault, log);
            var ended = pod with { Status = new PodStatus { Phase = code == 0 ? "Succeeded" : "Failed" } };
            _events.Writer.TryWrite([.. Encoding.UTF8.GetBytes($$"""{"type":"MODIFIED","object":{{JsonSerializer.Serialize(ended, KubeJson.Default.Pod)}}}"""), (byte)'\n']);
        })
        { IsBackground = true }.Start();
    }

    private static HttpResponseMessage Json(HttpStatusCode status, string json) => new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    /// <summary>A response body that never ends by itself.</summary>
    private sealed class ChannelStream(ChannelReader<byte[]> reader) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() => throw new NotSupportedException();
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var line = await reader.ReadAsync(cancellationToken);
            line.CopyTo(buffer);
            return line.Length;
        }
    }
}
