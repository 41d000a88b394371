using System.Net;
using System.Text;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;

namespace Hearth.ClusterTests.Operator;

/// <summary>
/// Everything that may happen between a process and its API server: refusals, answers that are lost after the work was done, watches that
/// are cut in the middle of a line, and the sudden end of the process, after which nothing goes through any more.
/// </summary>
internal sealed class BadNetwork : DelegatingHandler
{
    private readonly Lock _lock = new();
    private readonly Random _random;
    private readonly CancellationTokenSource _death = new();

    public BadNetwork(KubeConfiguration server, int seed)
    {
        _random = new Random(seed);
        InnerHandler = Connections.Create(server, () => null);
    }

    /// <summary>How many requests met a fault.</summary>
    public int Faults { get; private set; }

    /// <summary>The process is gone: what it was doing stays half done.</summary>
    public Task KillAsync() => _death.CancelAsync();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _death.Token.ThrowIfCancellationRequested();
        var isRead = request.Method == HttpMethod.Get;
        var query = request.RequestUri!.Query;
        var isWatch = query.Contains("watch=true", StringComparison.Ordinal);
        switch (Draw(200))
        {
            case < 2:
                return Refuse(HttpStatusCode.TooManyRequests, "TooManyRequests", retryAfter: 1);
            case < 4:
                return Refuse(HttpStatusCode.TooManyRequests, "TooManyRequests");
            case < 8:
                return Refuse(HttpStatusCode.InternalServerError, "InternalError");
            case < 10:
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "cut before the server read it");
            case < 16 when request.Method == HttpMethod.Put || request.Method == HttpMethod.Patch:
                return Refuse(HttpStatusCode.Conflict, "Conflict");
            case < 20 when isWatch || query.Contains("continue=", StringComparison.Ordinal):
                return Refuse(HttpStatusCode.Gone, "Expired");
            case < 20 when !isRead:
                (await SendOnAsync(request, cancellationToken)).Dispose();
                return Draw(2) == 0 ? Refuse(HttpStatusCode.InternalServerError, "InternalError") : throw new HttpRequestException(HttpRequestError.ResponseEnded, "cut after the server did it");
            case < 24:
                Passed();
                await Task.Delay(Draw(100), cancellationToken);
                break;
            default:
                Passed();
                break;
        }

        var answer = await SendOnAsync(request, cancellationToken);
        if (isWatch && answer.IsSuccessStatusCode)
            answer.Content = new CutContent(answer.Content, Draw(3) == 0 ? Draw(20_000) : long.MaxValue, _death.Token);
        return answer;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _death.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The request leaves with the process: half of those under way at its death are still done by the server.</summary>
    private async Task<HttpResponseMessage> SendOnAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _death.Token);
        var answer = await base.SendAsync(request, both.Token);
        _death.Token.ThrowIfCancellationRequested();
        return answer;
    }

    private int Draw(int below)
    {
        lock (_lock)
        {
            Faults++;
            return _random.Next(below);
        }
    }

    private void Passed()
    {
        lock (_lock)
            Faults--;
    }

    private static HttpResponseMessage Refuse(HttpStatusCode code, string reason, int? retryAfter = null)
    {
        var body = $$"""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"{{reason}}","message":"fault on demand","code":{{(int)code}}}""";
        var answer = new HttpResponseMessage(code) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (retryAfter is { } seconds)
            answer.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
        return answer;
    }

    /// <summary>A body that breaks after so many bytes, or when the process dies.</summary>
    private sealed class CutContent(HttpContent inner, long bytes, CancellationToken death) : HttpContent
    {
        protected override async Task<Stream> CreateContentReadStreamAsync() => new CutStream(await inner.ReadAsStreamAsync(CancellationToken.None), bytes, death);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await using var body = await CreateContentReadStreamAsync();
            await body.CopyToAsync(stream, CancellationToken.None);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class CutStream(Stream inner, long length, CancellationToken death) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, death);
            if (_left <= 0)
                throw new IOException("the watch was cut");
            var read = await inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], both.Token);
            _left -= read;
            return read;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
