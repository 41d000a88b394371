using System.Globalization;

namespace Hearth.LocalCluster.ApiServer.Http;

/// <summary>In which form a client wants its answer: whole objects, or (<paramref name="As"/>) <c>Table</c>, <c>PartialObjectMetadata</c>, <c>PartialObjectMetadataList</c>.</summary>
/// <param name="Version">Of <c>meta.k8s.io</c>.</param>
internal sealed record AnswerForm(string As, string Version)
{
    public static readonly AnswerForm Object = new("", "v1");

    public bool IsPartial => As.StartsWith("Partial", StringComparison.Ordinal);
}

/// <summary>What clients accept: JSON in its variants. Where they also accept protobuf or YAML they get JSON, where nothing else they are refused.</summary>
internal static class MediaTypes
{
    private const string Known = "application/json, application/yaml, application/vnd.kubernetes.protobuf";

    /// <exception cref="ApiException">Nothing that the client accepts can be given (406).</exception>
    public static AnswerForm Negotiate(RequestInfo request)
    {
        if (request.Context.WebSockets.IsWebSocketRequest || request.Subresource is "log" or "exec" or "attach" or "portforward")
            return AnswerForm.Object;
        var accept = request.Context.Request.Headers.Accept.ToString();
        if (accept.Length == 0)
            return AnswerForm.Object;
        var clauses = accept.Split(',').Select(Clause.Parse).OrderByDescending(clause => clause.Weight).ToArray();
        // Paths of built-in kinds take no patterns but the widest.
        if (request.Resource.Custom is null && !Array.Exists(clauses, clause => clause.Type is "*/*" or "application/json" or "application/yaml" or RequestBody.Protobuf))
            throw Unknown(request);
        return clauses.Select(clause => clause.Form).FirstOrDefault(form => form is not null)
            ?? throw (clauses.All(clause => clause.Type is "application/yaml" or RequestBody.Protobuf) ? Unknown(request) : new ApiException(406, "NotAcceptable", $"only the following media types are accepted: {Known}"));
    }

    private static ApiException Unknown(RequestInfo request)
    {
        var streams = request.Verb is "list" or "watch" && request.Subresource.Length == 0 ? ", application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch" : "";
        return new ApiException(406, "NotAcceptable", $"406: Not Acceptable\n\nAvailable representations: {Known}{streams}", []);
    }

    /// <exception cref="ApiException">The metadata of one object were asked of many, or those of many of one (406).</exception>
    public static void CheckPartial(RequestInfo request, bool isList)
    {
        var wanted = request.Form.As;
        if (!request.Form.IsPartial || wanted.EndsWith("List", StringComparison.Ordinal) == isList)
            return;
        var resource = request.Resource;
        var package = resource.Custom is not null ? "unstructured" : resource.Group is "" or "events.k8s.io" ? "core" : resource.Group.Split('.')[0];
        var type = (resource.Custom is not null ? "Unstructured" : resource.Kind) + (isList ? "List" : "");
        throw new ApiException(406, "NotAcceptable", $"you requested {wanted}, but the requested object is {(isList ? "a" : "not a")} list (*{package}.{type})");
    }

    private sealed record Clause(string Type, double Weight, AnswerForm? Form)
    {
        public static Clause Parse(string text)
        {
            var parts = text.Split(';', StringSplitOptions.TrimEntries);
            string Parameter(string name) => parts.FirstOrDefault(part => part.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..] ?? "";
            var weight = double.TryParse(Parameter("q"), NumberStyles.Float, CultureInfo.InvariantCulture, out var stated) ? stated : 1;
            return new Clause(parts[0], weight, parts[0] is "application/json" or "*/*" or "application/*" ? FormOf(Parameter("as"), Parameter("g"), Parameter("v")) : null);
        }

        private static AnswerForm? FormOf(string wanted, string group, string version) =>
            wanted.Length == 0 ? AnswerForm.Object
            : wanted is ("Table" or "PartialObjectMetadata" or "PartialObjectMetadataList") && group == "meta.k8s.io" && version is ("v1" or "v1beta1") ? new AnswerForm(wanted, version) : null;
    }
}
