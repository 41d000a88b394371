using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hearth.ClusterTests.Kube;

/// <summary>
/// Serves ConfigMaps as badly as a server can: refuses with 429 and 500, forgets versions, cuts lists and watches in the middle, writes
/// garbage and single bytes. What it serves whole is true.
/// </summary>
internal sealed class HostileServer : IAsyncDisposable
{
    private const int Remembered = 200;
    private readonly Lock _lock = new();
    private readonly Random _random;
    private readonly SortedDictionary<string, (string Value, int Version)> _items = new(StringComparer.Ordinal);
    private readonly List<(int Version, string Line)> _events = [];
    private readonly WebApplication _app;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _version = 1;

    private HostileServer(int seed)
    {
        _random = new Random(seed);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapGet("/api/v1/namespaces/n/configmaps", AnswerAsync);
    }

    /// <summary>While true, every second answer is a bad one.</summary>
    public bool IsHostile { get; set; } = true;

    public int Mischief { get; private set; }

    public Uri Address => new(_app.Urls.First());

    public IReadOnlyDictionary<string, string> Truth
    {
        get
        {
            lock (_lock)
                return _items.ToDictionary(i => i.Key, i => i.Value.Value);
        }
    }

    public static async Task<HostileServer> StartAsync(int seed)
    {
        var server = new HostileServer(seed);
        await server._app.StartAsync();
        return server;
    }

    public void ChangeSomething()
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            var name = "m" + _random.Next(60);
            var exists = _items.ContainsKey(name);
            var value = _random.Next(1000).ToString();
            var type = !exists ? "ADDED" : _random.Next(3) == 0 ? "DELETED" : "MODIFIED";
            _version++;
            if (type == "DELETED")
                _items.Remove(name);
            else
                _items[name] = (value, _version);
            _events.Add((_version, $$$"""{"type":"{{{type}}}","object":{{{Item(name, value, _version)}}} }""" + "\n"));
            if (_events.Count > Remembered)
                _events.RemoveAt(0);
            (changed, _changed) = (_changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        changed.SetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext context)
    {
        var what = Chance(10);
        if (what == 0)
            return RefuseAsync(context, 429);
        if (what == 1)
            return RefuseAsync(context, 500);
        if (what == 2)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        return context.Request.Query.ContainsKey("watch") ? WatchAsync(context) : ListAsync(context);
    }

    /// <summary>1000 and more where the server behaves.</summary>
    private int Chance(int of)
    {
        lock (_lock)
        {
            var drawn = IsHostile ? _random.Next(of) : 1000;
            Mischief += drawn < 3 ? 1 : 0;
            return drawn;
        }
    }

    private static Task RefuseAsync(HttpContext context, int code)
    {
        context.Response.StatusCode = code;
        return context.Response.WriteAsync("no");
    }

    private async Task ListAsync(HttpContext context)
    {
        string text;
        lock (_lock)
        {
            var items = string.Join(',', _items.Select(i => Item(i.Key, i.Value.Value, i.Value.Version)));
            text = $$$"""{"kind":"ConfigMapList","metadata":{"resourceVersion":"{{{_version}}}"},"items":[{{{items}}}]}""";
        }

        if (Chance(8) != 0)
        {
            await context.Response.WriteAsync(text);
            return;
        }

        await context.Response.WriteAsync(text[..(text.Length / 2)]);
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    private async Task WatchAsync(HttpContext context)
    {
        var from = int.Parse(context.Request.Query["resourceVersion"].ToString());
        await context.Response.Body.FlushAsync();
        while (!context.RequestAborted.IsCancellationRequested)
        {
            var (lines, changed, isForgotten) = Since(from);
            if (isForgotten)
            {
                await context.Response.WriteAsync("""{"type":"ERROR","object":{"kind":"Status","status":"Failure","reason":"Expired","code":410}}""" + "\n");
                return;
            }

            foreach (var (version, line) in lines)
            {
                if (!await WriteAsync(context, line))
                    return;
                from = version;
            }

            await changed.WaitAsync(context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private (List<(int Version, string Line)> Lines, Task Changed, bool IsForgotten) Since(int version)
    {
        lock (_lock)
        {
            var isForgotten = _events.Count > 0 && version + 1 < _events[0].Version;
            return ([.. _events.Where(e => e.Version > version)], _changed.Task, isForgotten);
        }
    }

    /// <summary>False where the watch ends.</summary>
    private async Task<bool> WriteAsync(HttpContext context, string line)
    {
        switch (Chance(40))
        {
            case 0:
                await context.Response.WriteAsync(line[..(line.Length / 2)]);
                await context.Response.Body.FlushAsync();
                context.Abort();
                return false;
            case 1:
                await context.Response.WriteAsync("<html>garbage\n" + line);
                return false;
            case 2:
                foreach (var b in Encoding.UTF8.GetBytes(line))
                {
                    await context.Response.Body.WriteAsync(new[] { b });
                    await context.Response.Body.FlushAsync();
                }

                return true;
            case 3:
                return false;
            default:
                await context.Response.WriteAsync(line);
                await context.Response.Body.FlushAsync();
                return true;
        }
    }

    private static string Item(string name, string value, int version) =>
        $$$"""{"metadata":{"name":"{{{name}}}","namespace":"n","resourceVersion":"{{{version}}}"},"data":{"v":"{{{value}}}"} }""";
}
