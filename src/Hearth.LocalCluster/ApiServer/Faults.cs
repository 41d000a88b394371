using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer;

/// <summary>Spoils a share of the answers, the same ones for the same seed and the same order of requests.</summary>
internal sealed class Faults(FaultOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(options.Seed);

    public async Task MeetAsync(RequestInfo request)
    {
        if (!request.IsResourceRequest)
            return;
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
            CutSoon(request);
    }

    private bool Hit(double share)
    {
        if (share <= 0)
            return false;
        lock (_gate)
            return _random.NextDouble() < share;
    }

    private void CutSoon(RequestInfo request)
    {
        TimeSpan after;
        lock (_gate)
            after = TimeSpan.FromMilliseconds(_random.Next(50, 2000));
        var timer = time.CreateTimer(_ => request.Context.Abort(), null, after, Timeout.InfiniteTimeSpan);
        request.Context.Response.RegisterForDispose(timer);
    }
}
