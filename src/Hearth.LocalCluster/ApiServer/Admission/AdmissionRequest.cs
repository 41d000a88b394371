using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Reading;
using Hearth.LocalCluster.ApiServer.Resources;

namespace Hearth.LocalCluster.ApiServer.Admission;

/// <summary>The type of an object as admission names it.</summary>
internal readonly record struct AdmissionKind(string Group, string Version, string Kind)
{
    public JsonObject ToJson() => new() { ["group"] = Group, ["version"] = Version, ["kind"] = Kind };
}

/// <summary>A write as admission sees it: <c>admission.k8s.io/v1 AdmissionRequest</c>.</summary>
/// <param name="Operation"><c>CREATE</c>, <c>UPDATE</c>, <c>DELETE</c> or <c>CONNECT</c>.</param>
/// <param name="Object">What is to be written; null for a deletion.</param>
/// <param name="OldObject">What there is; null for a creation.</param>
/// <param name="Resource">In which version the objects are.</param>
internal sealed record AdmissionRequest(RequestInfo Request, string Operation, JsonObject? Object, JsonObject? OldObject, JsonObject? Options, ApiResource Resource)
{
    public bool IsDryRun { get; init; } = Request.IsDryRun;

    /// <summary>As it was asked for: a name that is generated later is none.</summary>
    public string Name => Request.Name.Length > 0 ? Request.Name : Request.StatedName is { Length: > 0 } stated ? stated : IsFinal ? Object?.Map("metadata")?.Text("name") ?? "" : "";

    /// <summary>Whether nothing changes the object any more: it has its name.</summary>
    public bool IsFinal { get; init; }

    /// <summary>Namespaces are in themselves.</summary>
    public string Namespace => Request.Namespace.Length == 0 && Resource.GroupResource == "namespaces" ? Name : Request.Namespace;

    public static AdmissionRequest Of(RequestInfo request, JsonObject? value, JsonObject? old)
    {
        var operation = request.Verb is "delete" or "deletecollection" ? "DELETE" : old is null ? "CREATE" : "UPDATE";
        return new AdmissionRequest(request, operation, value, old, OptionsOf(request, operation), request.Resource);
    }

    /// <summary>A stream that is opened to a pod.</summary>
    public static AdmissionRequest Connect(RequestInfo request, JsonObject options) => new(request, "CONNECT", options, null, null, request.Resource);

    /// <summary>Its objects as another version of the resource has them.</summary>
    public AdmissionRequest In(ApiResource other) => other == Resource ? this : this with { Object = Convert(Object, other), OldObject = Convert(OldObject, other), Resource = other };

    public JsonObject? Convert(JsonObject? value, ApiResource other)
    {
        if (value is null || Request.Subresource is not ("" or "status"))
            return value;
        var converted = Conversion.FromStored(other, Conversion.ToStored(Resource, (JsonObject)value.DeepClone()));
        (converted["apiVersion"], converted["kind"]) = (other.ApiVersion, other.Kind);
        return converted;
    }

    public AdmissionKind KindIn(ApiResource resource) =>
        resource.Subresources.TryGetValue(Request.Subresource, out var subresource) && subresource.Version is { } version ? new(subresource.Group ?? "", version, subresource.Kind)
        : Operation == "CONNECT" ? new("", "v1", Object!.Text("kind")!) : new(resource.Group, resource.Version, subresource?.Kind ?? resource.Kind);

    /// <summary>The write without its objects, as webhooks and expressions see it.</summary>
    public JsonObject Describe(string uid)
    {
        var asked = Request.Resource;
        var described = new JsonObject { ["uid"] = uid, ["kind"] = KindIn(Resource).ToJson(), ["resource"] = NameOf(Resource) };
        if (Request.Subresource.Length > 0)
            described["subResource"] = Request.Subresource;
        described["requestKind"] = KindIn(asked).ToJson();
        described["requestResource"] = NameOf(asked);
        if (Request.Subresource.Length > 0)
            described["requestSubResource"] = Request.Subresource;
        if (Name.Length > 0)
            described["name"] = Name;
        if (Namespace.Length > 0)
            described["namespace"] = Namespace;
        described["operation"] = Operation;
        described["userInfo"] = Request.User.ToJson();
        described["dryRun"] = IsDryRun;
        described["options"] = Options?.DeepClone();
        return described;
    }

    private static JsonObject NameOf(ApiResource resource) => new() { ["group"] = resource.Group, ["version"] = resource.Version, ["resource"] = resource.Plural };

    private static JsonObject OptionsOf(RequestInfo request, string operation)
    {
        var options = operation == "DELETE" ? DeletionOptions(request) : new JsonObject();
        options["kind"] = operation switch { "CREATE" => "CreateOptions", "DELETE" => "DeleteOptions", _ => "UpdateOptions" };
        options["apiVersion"] = "meta.k8s.io/v1";
        if (operation == "DELETE")
            return options;
        foreach (var name in (ReadOnlySpan<string>)["fieldManager", "fieldValidation"])
        {
            if (request.Query(name) is { Length: > 0 } stated)
                options[name] = stated;
        }

        if (request.IsDryRun)
            options["dryRun"] = new JsonArray("All");
        return options;
    }

    private static JsonObject DeletionOptions(RequestInfo request)
    {
        if (request.Body.Length > 0 && Json.TryRead(request.Body) is JsonObject stated)
            return stated;
        var options = new JsonObject();
        if (request.QueryNumber("gracePeriodSeconds") is { } grace)
            options["gracePeriodSeconds"] = grace;
        if (request.Query("orphanDependents") is not null)
            options["orphanDependents"] = request.QueryFlag("orphanDependents");
        if (request.Query("propagationPolicy") is { Length: > 0 } policy)
            options["propagationPolicy"] = policy;
        if (request.IsDryRun)
            options["dryRun"] = new JsonArray("All");
        return options;
    }
}
