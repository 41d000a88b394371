using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Configuration;
using Hearth.Kube.Core.Objects;

namespace Hearth.Kube.Client;

/// <summary>
/// Calls of one API server as one user. Thread-safe; one instance per process is enough. Every method throws
/// <see cref="KubeException"/> where the server refuses or does not answer. Answers 429 and 5xx, and cut connections, are tried again
/// where that is safe (never a creation, except after 429).
/// </summary>
/// <param name="configuration">Whom to call, as whom.</param>
/// <param name="handler">Null: the network. Tests pass a server of this process.</param>
/// <param name="time">Null: the system's clock.</param>
/// <param name="random">Null: a new one. Spreads delays.</param>
public sealed partial class KubeClient(KubeConfiguration configuration, HttpMessageHandler? handler = null, TimeProvider? time = null, Random? random = null)
    : IDisposable, IAsyncDisposable
{
    private const int PageSize = 500;
    private readonly Transport _transport = new(configuration, handler, time ?? TimeProvider.System, random ?? new Random());

    public KubeConfiguration Configuration => configuration;

    internal TimeProvider Time { get; } = time ?? TimeProvider.System;

    public Task<T> GetAsync<T>(ResourceType<T> type, string? ns, string name, CancellationToken cancellationToken)
        where T : KubeObject => CallAsync(new(HttpMethod.Get, ResourcePath.Of(type, ns, name)) { IsSafeToRepeat = true }, type, cancellationToken);

    /// <summary>Null where the object does not exist.</summary>
    public async Task<T?> FindAsync<T>(ResourceType<T> type, string? ns, string name, CancellationToken cancellationToken)
        where T : KubeObject
    {
        try
        {
            return await GetAsync(type, ns, name, cancellationToken);
        }
        catch (KubeException e) when (e is { IsNotFound: true, Status.Reason: "NotFound" })
        {
            return null;
        }
    }

    /// <summary>One page, or everything where no limit is set. A namespace of null means all of them.</summary>
    public async Task<KubeList<T>> ListAsync<T>(ResourceType<T> type, string? ns, ListOptions? options, CancellationToken cancellationToken)
        where T : KubeObject
    {
        using var answer = await _transport.SendAsync(ListRequest(type, ns, options), cancellationToken);
        return await answer.ReadAsync(type.List);
    }

    /// <summary>Every object, page by page. Throws 410 where the list took so long that the server forgot its version.</summary>
    public async IAsyncEnumerable<T> ListAllAsync<T>(ResourceType<T> type, string? ns, ListOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : KubeObject
    {
        options = (options ?? new()) with { Limit = options?.Limit ?? PageSize };
        do
        {
            var page = await ListAsync(type, ns, options, cancellationToken);
            foreach (var item in page.Items)
                yield return item;
            options = options with { Continue = page.Metadata.Continue, ResourceVersion = null, ResourceVersionMatch = null };
        }
        while (!string.IsNullOrEmpty(options.Continue));
    }

    /// <summary>One page, item by item as it arrives: only one item is in memory at a time.</summary>
    internal async Task<ListMeta> ReadListAsync<T>(ResourceType<T> type, string? ns, ListOptions options, ListReader<T> reader, CancellationToken cancellationToken)
        where T : KubeObject
    {
        using var answer = await _transport.SendAsync(ListRequest(type, ns, options), cancellationToken);
        return await answer.ReadAsync(body => reader.ReadAsync(body, answer.Token));
    }

    public Task<T> CreateAsync<T>(ResourceType<T> type, string? ns, T obj, CancellationToken cancellationToken)
        where T : KubeObject => CreateAsync(type, ns, obj, null, cancellationToken);

    public Task<T> CreateAsync<T>(ResourceType<T> type, string? ns, T obj, WriteOptions? options, CancellationToken cancellationToken)
        where T : KubeObject => CallAsync(Write(HttpMethod.Post, ResourcePath.Of(type, NamespaceOf(type, ns, obj)), type, obj, options), type, cancellationToken);

    /// <summary>Writes the whole object; its resourceVersion, where set, must be the stored one (409 otherwise).</summary>
    public Task<T> ReplaceAsync<T>(ResourceType<T> type, string? ns, T obj, CancellationToken cancellationToken)
        where T : KubeObject => ReplaceAsync(type, ns, obj, null, null, cancellationToken);

    /// <summary>Writes the <c>status</c> subresource.</summary>
    public Task<T> ReplaceStatusAsync<T>(ResourceType<T> type, string? ns, T obj, CancellationToken cancellationToken)
        where T : KubeObject => ReplaceAsync(type, ns, obj, "status", null, cancellationToken);

    public Task<T> ReplaceAsync<T>(ResourceType<T> type, string? ns, T obj, string? subresource, WriteOptions? options, CancellationToken cancellationToken)
        where T : KubeObject
    {
        var path = ResourcePath.Of(type, NamespaceOf(type, ns, obj), obj.Metadata.Name ?? "", subresource);
        return CallAsync(Write(HttpMethod.Put, path, type, obj, options) with { IsSafeToRepeat = true }, type, cancellationToken);
    }

    public Task<T> PatchAsync<T>(ResourceType<T> type, string? ns, string name, Patch patch, CancellationToken cancellationToken)
        where T : KubeObject => PatchAsync(type, ns, name, patch, null, cancellationToken);

    public Task<T> PatchAsync<T>(ResourceType<T> type, string? ns, string name, Patch patch, string? subresource, CancellationToken cancellationToken)
        where T : KubeObject
    {
        var query = new Query(ResourcePath.Of(type, ns, name, subresource));
        query.Add("fieldManager", patch.FieldManager ?? configuration.FieldManager);
        query.Add("force", patch.Force);
        query.Add("dryRun", patch.DryRun ? "All" : null);
        query.Add("fieldValidation", patch.FieldValidation);
        var request = new KubeRequest(HttpMethod.Patch, query.ToString()) { Body = patch.Body, ContentType = patch.ContentType, IsSafeToRepeat = patch.IsApply };
        return CallAsync(request, type, cancellationToken);
    }

    /// <summary>An object that is already gone is not an error.</summary>
    public async Task DeleteAsync<T>(ResourceType<T> type, string? ns, string name, DeleteOptions? options, CancellationToken cancellationToken)
        where T : KubeObject
    {
        try
        {
            await IgnoreAsync(Delete(ResourcePath.Of(type, ns, name), options), cancellationToken);
        }
        catch (KubeException e) when (e is { IsNotFound: true, Status.Reason: "NotFound" })
        {
        }
    }

    /// <summary>Deletes everything that <paramref name="selection"/> selects.</summary>
    public Task DeleteCollectionAsync<T>(ResourceType<T> type, string? ns, ListOptions? selection, DeleteOptions? options, CancellationToken cancellationToken)
        where T : KubeObject
    {
        var query = new Query(ResourcePath.Of(type, ns));
        query.Add("labelSelector", selection?.LabelSelector);
        query.Add("fieldSelector", selection?.FieldSelector);
        return IgnoreAsync(Delete(query.ToString(), options), cancellationToken);
    }

    /// <summary>The log of a container; with <see cref="LogOptions.Follow"/> it ends with the container. The caller disposes the stream.</summary>
    public async Task<Stream> OpenLogAsync(string ns, string pod, LogOptions options, CancellationToken cancellationToken)
    {
        var query = new Query(ResourcePath.Of(ResourceTypes.Pods, ns, pod, "log"));
        query.Add("container", options.Container);
        query.Add("follow", options.Follow);
        query.Add("previous", options.Previous);
        query.Add("timestamps", options.Timestamps);
        query.Add("tailLines", options.TailLines);
        query.Add("sinceSeconds", options.Since is { } since ? (long)Math.Ceiling(since.TotalSeconds) : null);
        query.Add("sinceTime", options.SinceTime?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ"));
        query.Add("limitBytes", options.LimitBytes);
        var request = new KubeRequest(HttpMethod.Get, query.ToString())
        {
            Accept = "*/*",
            IsStream = true,
            IsSafeToRepeat = true,
            // Kubelets answer with the first words of the container, however late these come.
            Timeout = options.Follow ? Timeout.InfiniteTimeSpan : null,
        };
        var answer = await _transport.SendAsync(request, cancellationToken);
        return new OwningStream(await answer.Response.Content.ReadAsStreamAsync(cancellationToken), answer);
    }

    /// <summary>Sends any request; the uri may be a path. Any answer is returned, also errors. Credentials are added.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken) => _transport.SendRawAsync(message, cancellationToken);

    /// <summary>The JSON at a path of the server, for example <c>/version</c>.</summary>
    public async Task<JsonNode> GetJsonAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await _transport.SendAsync(new(HttpMethod.Get, path) { IsSafeToRepeat = true }, cancellationToken);
        return await answer.ReadAsync(async body => await JsonNode.ParseAsync(body, cancellationToken: answer.Token) ?? throw new JsonException("The body is null."));
    }

    public void Dispose() => _transport.Dispose();

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private static KubeRequest ListRequest<T>(ResourceType<T> type, string? ns, ListOptions? options)
        where T : KubeObject
    {
        var query = new Query(ResourcePath.Of(type, ns));
        query.Add("labelSelector", options?.LabelSelector);
        query.Add("fieldSelector", options?.FieldSelector);
        query.Add("limit", options?.Limit);
        query.Add("continue", options?.Continue);
        query.Add("resourceVersion", options?.ResourceVersion);
        query.Add("resourceVersionMatch", options?.ResourceVersionMatch);
        return new(HttpMethod.Get, query.ToString()) { IsSafeToRepeat = true };
    }

    private KubeRequest Write<T>(HttpMethod method, string path, ResourceType<T> type, T obj, WriteOptions? options)
        where T : KubeObject
    {
        var query = new Query(path);
        query.Add("fieldManager", options?.FieldManager ?? configuration.FieldManager);
        query.Add("dryRun", options?.DryRun == true ? "All" : null);
        query.Add("fieldValidation", options?.FieldValidation);
        if (obj.ApiVersion is null || obj.Kind is null)
            obj = obj with { ApiVersion = type.ApiVersion, Kind = type.Kind };
        return new(method, query.ToString()) { Body = JsonSerializer.SerializeToUtf8Bytes(obj, type.Object) };
    }

    private static KubeRequest Delete(string path, DeleteOptions? options) => new(HttpMethod.Delete, path)
    {
        IsSafeToRepeat = true,
        Body = options is null ? null : Body(options),
    };

    private static ReadOnlyMemory<byte> Body(DeleteOptions options)
    {
        var body = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions" };
        if (options.GracePeriodSeconds is { } seconds)
            body["gracePeriodSeconds"] = seconds;
        if (options.PropagationPolicy is { } policy)
            body["propagationPolicy"] = policy;
        if (options.DryRun)
            body["dryRun"] = new JsonArray("All");
        var preconditions = new JsonObject();
        if (options.Uid is { } uid)
            preconditions["uid"] = uid;
        if (options.ResourceVersion is { } version)
            preconditions["resourceVersion"] = version;
        if (preconditions.Count > 0)
            body["preconditions"] = preconditions;
        return Encoding.UTF8.GetBytes(body.ToJsonString());
    }

    private static string? NamespaceOf<T>(ResourceType<T> type, string? ns, T obj)
        where T : KubeObject => !type.Namespaced ? null
        : ns ?? obj.Metadata.Namespace ?? throw new ArgumentException($"A {type.Kind} needs a namespace.", nameof(ns));

    private async Task<T> CallAsync<T>(KubeRequest request, ResourceType<T> type, CancellationToken cancellationToken)
        where T : KubeObject
    {
        using var answer = await _transport.SendAsync(request, cancellationToken);
        return await answer.ReadAsync(type.Object);
    }

    private async Task IgnoreAsync(KubeRequest request, CancellationToken cancellationToken)
    {
        using var answer = await _transport.SendAsync(request, cancellationToken);
        await answer.ReadAsync(async body =>
        {
            await body.CopyToAsync(Stream.Null, answer.Token);
            return true;
        });
    }
}
