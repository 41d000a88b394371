namespace Hearth.LocalCluster.ApiServer.Http;

/// <summary>Which paths lead somewhere, and which methods they take: decided before anything else in a request is looked at.</summary>
internal static class Routes
{
    /// <summary>Whether the path is one of the resource's: below a namespace or not, as its scope demands, and with a subresource that exists.</summary>
    public static bool Exist(RequestInfo request)
    {
        var resource = request.Resource;
        var isCollection = request.Name.Length == 0;
        var fitsScope = resource.IsNamespaced
            ? request.Namespace.Length > 0 || isCollection && resource.Allows("list") && (resource.Custom is null || request.Verb is "list" or "watch")
            : request.Namespace.Length == 0 || resource.Plural == "namespaces" && resource.Group.Length == 0;
        return fitsScope && !request.HasGaps && (request.Rest.Length == 0 || request.Subresource == "proxy") && (request.Subresource.Length == 0 || resource.Custom is not null || resource.Subresources.ContainsKey(request.Subresource));
    }

    /// <summary>Whether the resource takes the request's method at this path.</summary>
    public static bool Take(RequestInfo request)
    {
        var resource = request.Resource;
        var method = request.Context.Request.Method;
        if (method is not ("GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE") || method == "HEAD" && resource.Custom is null)
            return false;
        if (request.Subresource.Length > 0)
            return !resource.Subresources.TryGetValue(request.Subresource, out var subresource) || subresource.Verbs.Contains(request.Verb);
        var fitsPath = request.Name.Length == 0 ? request.Verb is not ("update" or "patch") : request.Verb is not "create" || resource.Custom is not null;
        var acrossNamespaces = resource.IsNamespaced && request.Namespace.Length == 0;
        return fitsPath && (request.Verb == "watch" || resource.Allows(request.Verb)) && (!acrossNamespaces || request.Verb is "list" or "watch");
    }
}
