using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Admission;
using Hearth.LocalCluster.ApiServer.Deleting;
using Hearth.LocalCluster.ApiServer.Discovery;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Pods;
using Hearth.LocalCluster.ApiServer.Reading;
using Hearth.LocalCluster.ApiServer.Security;
using Hearth.LocalCluster.ApiServer.Subresources;
using Hearth.LocalCluster.ApiServer.Writing;
using Microsoft.AspNetCore.Http;

namespace Hearth.LocalCluster.ApiServer;

/// <summary>A request from the socket to its answer: guard, authenticate, authorize, dispatch; every failure becomes a Status.</summary>
internal sealed class RequestPipeline : IDisposable
{
    private readonly ApiContext _context;
    private readonly Authenticator _authenticator;
    private readonly Authorizer _authorizer;
    private readonly Impersonation _impersonation;
    private volatile Faults? _faults;
    private readonly DocumentEndpoints _documents;
    private readonly ReadHandler _reads;
    private readonly WatchHandler _watches;
    private readonly WriteHandler _writes;
    private readonly PatchHandler _patches;
    private readonly DeleteHandler _deletes;
    private readonly SubresourceHandler _subresources;
    private readonly Reviews _reviews;
    private readonly KubeletProxy _kubelet;
    private readonly AdmissionChain _admission;

    public RequestPipeline(ApiContext context, ApiServerOptions options, string adminToken, string kubeletToken, CancellationToken stopping)
    {
        AdminToken = adminToken;
        KubeletToken = kubeletToken;
        _context = context;
        _authenticator = new Authenticator(context, adminToken);
        _authorizer = new Authorizer(context);
        _impersonation = new Impersonation(_authorizer);
        Spoil(options.Faults);
        _documents = new DocumentEndpoints(context.Resources, context.Tokens);
        _reads = new ReadHandler(context.Store);
        _watches = new WatchHandler(context.Store, options.Time, options.Random, stopping);
        var admission = _admission = new AdmissionChain(context, _authorizer);
        _writes = new WriteHandler(context, admission);
        _patches = new PatchHandler(context, _writes);
        _deletes = new DeleteHandler(context, _reads, admission);
        _kubelet = new KubeletProxy(context, kubeletToken);
        _subresources = new SubresourceHandler(context, _reads, _writes, _patches, _deletes, _kubelet, admission);
        _reviews = new Reviews(context, _authenticator, _authorizer);
    }

    /// <summary>From now on answers are spoiled as asked; null: none any more.</summary>
    public void Spoil(FaultOptions? faults) => _faults = faults is null ? null : new Faults(faults, _context.Time);

    public string AdminToken { get; }

    public string KubeletToken { get; }

    public async Task HandleAsync(HttpContext http)
    {
        try
        {
            http.Response.Headers["Audit-Id"] = Guid.NewGuid().ToString();
            if (BrowserGuard.IsForeign(http))
                throw new ApiException(403, "Forbidden", "forbidden: requests from web pages are refused");
            var user = _authenticator.Authenticate(http) ?? throw ApiException.Unauthorized();
            var request = RequestInfo.Parse(http, _impersonation.Apply(http, user));
            if (request.IsResourceRequest)
                request.Resource = _context.Resources.Find(request.Group, request.Version, request.Plural)!;
            _authorizer.Authorize(request);
            if (_faults is { } faults)
                await faults.MeetAsync(request);
            if (request.IsResourceRequest)
                await DispatchAsync(request);
            else
                await _documents.HandleAsync(request);
        }
        catch (ApiException error) when (!http.Response.HasStarted)
        {
            await Answers.WriteStatusAsync(http, error);
        }
        catch (PlainAnswerException answer) when (!http.Response.HasStarted)
        {
            http.Response.Headers["X-Content-Type-Options"] = "nosniff";
            await Answers.WriteTextAsync(http, answer.Code, answer.Message);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has left; there is nobody to answer.
        }
        catch (Exception error) when (!http.Response.HasStarted)
        {
            // The one catch of the server: a defect answers 500 and harms no other request.
            await Answers.WriteStatusAsync(http, ApiException.Internal($"{error.GetType().Name}: {error.Message}"));
        }
    }

    private async Task DispatchAsync(RequestInfo request)
    {
        if (request.Resource is null)
        {
            if (request.Group.Length == 0 || _context.Resources.All.Any(known => known.Group == request.Group && known.Custom is null))
                throw ApiException.NoSuchResource();
            await DocumentEndpoints.NotFoundAsync(request.Context);
            return;
        }

        if (!Routes.Exist(request))
        {
            if (request.Resource.Custom is null)
                throw ApiException.NoSuchResource();
            await DocumentEndpoints.NotFoundAsync(request.Context);
            return;
        }

        if (request.Resource.Custom is not null)
            WriteOptions.CheckPatchType(request);
        if (request.Resource.Custom is not null && request.Name.Length == 0 && request.Verb is ("update" or "patch"))
            throw ApiException.BadRequest("name must be provided");
        if (!Routes.Take(request))
            throw NotAllowed();
        WriteOptions.CheckPatchType(request);
        if (request.Resource.Custom is { IsDeprecated: true } custom)
            request.Context.Response.Headers.Append("Warning", $"299 - \"{custom.DeprecationWarning ?? Deprecation(request)}\"");
        if (request.Group.Length == 0 && request.Plural is "endpoints" or "componentstatuses")
            request.Context.Response.Headers.Append("Warning", request.Plural == "endpoints" ? "299 - \"v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice\"" : "299 - \"v1 ComponentStatus is deprecated in v1.19+\"");
        request.Form = MediaTypes.Negotiate(request);
        if (request.Plural == "bindings" && request.Group.Length == 0 && request.Verb == "create")
        {
            await _subresources.BindAsync(request, null);
            return;
        }

        if (Reviews.IsReview(request))
        {
            await _reviews.HandleAsync(request);
            return;
        }

        if (request.Subresource.Length > 0)
        {
            if (!request.Resource.Subresources.ContainsKey(request.Subresource))
                throw ApiException.NotFound(request.Group, request.Plural, request.Name);
            if (request.Subresource is "status" or "scale" or "finalize" or "approval")
                WriteOptions.Check(request);
            await _subresources.HandleAsync(request);
            return;
        }

        WriteOptions.Check(request);
        await (request.Verb switch
        {
            "get" => _reads.GetAsync(request),
            "list" => _reads.ListAsync(request),
            "watch" => _watches.WatchAsync(request),
            "create" => _writes.CreateAsync(request),
            "update" => _writes.UpdateAsync(request),
            "patch" => _patches.PatchAsync(request),
            "delete" => _deletes.DeleteAsync(request),
            _ => _deletes.DeleteCollectionAsync(request),
        });
    }

    private string Deprecation(RequestInfo request)
    {
        var resource = request.Resource;
        var next = _context.Resources.All.Where(other => other.Group == resource.Group && other.Plural == resource.Plural && other.Custom is { IsDeprecated: false })
            .OrderBy(other => other.Version, Comparer<string>.Create(VersionPriority.Compare)).FirstOrDefault();
        return $"{resource.ApiVersion} {resource.Kind} is deprecated" + (next is null ? "" : $"; use {next.ApiVersion} {next.Kind}");
    }

    private static ApiException NotAllowed() =>
        new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", new JsonObject());

    public void Dispose()
    {
        _kubelet.Dispose();
        _admission.Dispose();
    }
}
