using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Resources;
using Hearth.LocalCluster.ApiServer.Security;
using Microsoft.AspNetCore.Http;

namespace Hearth.LocalCluster.ApiServer.Http;

/// <summary>What a request asks for: the path taken apart as Kubernetes does.</summary>
internal sealed class RequestInfo
{
    public required HttpContext Context { get; init; }
    public required UserInfo User { get; init; }

    /// <summary>False for paths such as <c>/version</c> and for discovery.</summary>
    public bool IsResourceRequest { get; private set; }
    public required string Path { get; init; }

    /// <summary><c>get</c>, <c>list</c>, <c>watch</c>, <c>create</c>, <c>update</c>, <c>patch</c>, <c>delete</c>, <c>deletecollection</c>; the lower-case method of other paths.</summary>
    public string Verb { get; set; } = "";
    public string Group { get; private set; } = "";
    public string Version { get; private set; } = "";
    public string Namespace { get; private set; } = "";
    public string Plural { get; private set; } = "";
    public string Name { get; private set; } = "";
    public string Subresource { get; private set; } = "";

    /// <summary>What follows the subresource: the path for a proxy.</summary>
    public string Rest { get; private set; } = "";

    /// <summary>Whether a part of the path is empty.</summary>
    public bool HasGaps { get; private set; }

    public ApiResource Resource { get; set; } = null!;

    /// <summary>The name in the body of a create; empty where the server is to generate one.</summary>
    public string? StatedName { get; set; }

    /// <summary>Lists and maps that the object states empty, by path: refusals show them.</summary>
    public IReadOnlyDictionary<string, string> Empties { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What the client wants to see.</summary>
    public AnswerForm Form { get; set; } = AnswerForm.Object;

    /// <summary>The body as it came, for messages.</summary>
    public byte[] Body { get; set; } = [];

    public CancellationToken Cancellation => Context.RequestAborted;

    public string? Query(string name) => Context.Request.Query.TryGetValue(name, out var value) ? value[0] : null;

    /// <summary>A whole number; null where the query has none of that name.</summary>
    /// <exception cref="ApiException">What it has is no whole number of 64 bits (400).</exception>
    public long? QueryNumber(string name) => Query(name) is not { } text ? null
        : GoInteger.TryParse(text, out var number, out var problem) ? number : throw ApiException.BadRequest(problem);

    /// <summary>Whatever does not say no says yes.</summary>
    public bool QueryFlag(string name) => Query(name) is { } value && value != "0" && !value.Equals("false", StringComparison.OrdinalIgnoreCase);

    public bool IsDryRun => DryRunInBody ?? Query("dryRun") is { Length: > 0 };

    /// <summary>What the body of a delete says; the query counts only where there is none.</summary>
    public bool? DryRunInBody { get; set; }

    /// <summary>The same request, seen as one for objects of another type.</summary>
    public RequestInfo As(ApiResource resource)
    {
        var other = (RequestInfo)MemberwiseClone();
        other.Resource = resource;
        return other;
    }

    public static RequestInfo Parse(HttpContext context, UserInfo user)
    {
        var path = context.Request.Path.Value ?? "/";
        var info = new RequestInfo { Context = context, User = user, Path = path, Verb = context.Request.Method.ToLowerInvariant() };
        // An escaped slash is one too, and nothing is no name.
        path = path.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        info.HasGaps = path.TrimEnd('/').Contains("//", StringComparison.Ordinal);
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts is ["api", var version, _, ..])
            info.ReadResource(parts.AsSpan(2), "", version);
        else if (parts is ["apis", var group, var groupVersion, _, ..])
            info.ReadResource(parts.AsSpan(3), group, groupVersion);
        return info;
    }

    private void ReadResource(ReadOnlySpan<string> parts, string group, string version)
    {
        IsResourceRequest = true;
        Group = group;
        Version = version;
        var isWatchPath = parts[0] == "watch" && parts.Length > 1;
        if (isWatchPath)
            parts = parts[1..];
        if (parts[0] == "namespaces" && parts.Length > 1 && (group.Length > 0 || parts.Length > 2 && parts[2] is not ("status" or "finalize")))
        {
            Namespace = parts[1];
            parts = parts[2..];
        }

        if (parts.Length == 0)
            return;
        Plural = parts[0];
        Name = parts.Length > 1 ? parts[1] : "";
        Subresource = parts.Length > 2 ? parts[2] : "";
        Rest = parts.Length > 3 ? string.Join('/', parts[3..]!) : "";
        if (Plural == "namespaces" && group.Length == 0)
            Namespace = Name;
        Verb = Context.Request.Method switch
        {
            "POST" => "create",
            "PUT" => "update",
            "PATCH" => "patch",
            "DELETE" => Name.Length > 0 ? "delete" : "deletecollection",
            _ => Name.Length > 0 && !isWatchPath ? "get" : "list",
        };
        if (Verb == "list" && (isWatchPath || QueryFlag("watch")))
            Verb = "watch";
    }
}
