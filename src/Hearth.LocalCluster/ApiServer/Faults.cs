using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer;

/// <summary>
/// Spoils a share of the answers. Each client, by user and program, meets faults of its own: the same ones for the same seed and the
/// same order of its requests, whatever others do meanwhile.
/// </summary>
internal sealed class Faults(FaultOptions options, TimeProvider time)
{
    private const int MostClients = 1000;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Random> _clients = new(StringComparer.Ordinal);

    public async Task MeetAsync(RequestInfo request)
    {
        if (!request.IsResourceRequest)
            return;
        var random = Of($"{request.User.Name} {request.Context.Request.Headers.UserAgent}");
        bool Hit(double share) => this.Hit(random, share);
        if (Hit(options.Delay))
            await Task.Delay(options.DelayTime, time, request.Cancellation);
        var isWrite = request.Verb is "update" or "patch";
        var conflict = Hit(options.Conflict);
        if (isWrite && conflict)
            throw ApiException.Modified(request.Group, request.Plural, request.Name);
        if (Hit(options.TooManyRequests))
            throw ApiException.TooManyRequests("the server has received too many requests and has asked us to try again later", 1);
        if (Hit(options.InternalError))
            throw ApiException.Internal("etcdserver: request timed out (fault on demand)");
        var gone = Hit(options.Gone);
        if (gone && (request.Verb == "watch" || request.Verb == "list" && request.Query("continue") is { Length: > 0 }))
            throw ApiException.Expired("The resourceVersion for the provided watch is too old. (fault on demand)");
        var cut = Hit(options.CutWatch);
        if (cut && request.Verb == "watch")
            CutSoon(request, random);
    }

    private Random Of(string client)
    {
        lock (_gate)
        {
            // Nobody fills the memory with names: who comes late shares the faults of others.
            if (_clients.Count >= MostClients && !_clients.ContainsKey(client))
                client = "";
            if (!_clients.TryGetValue(client, out var random))
                _clients[client] = random = new(unchecked((int)client.Aggregate(2166136261u ^ (uint)options.Seed, (hash, c) => (hash ^ c) * 16777619)));
            return random;
        }
    }

    private bool Hit(Random random, double share)
    {
        if (share <= 0)
            return false;
        lock (_gate)
            return random.NextDouble() < share;
    }

    private void CutSoon(RequestInfo request, Random random)
    {
        TimeSpan after;
        lock (_gate)
            after = TimeSpan.FromMilliseconds(random.Next(50, 2000));
        var timer = time.CreateTimer(_ => request.Context.Abort(), null, after, Timeout.InfiniteTimeSpan);
        request.Context.Response.RegisterForDispose(timer);
    }
}
