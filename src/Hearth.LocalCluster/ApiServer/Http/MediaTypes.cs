using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Hearth.LocalCluster.ApiServer.Http;

/// <summary>In which form a client wants its answer: whole objects, or (<paramref name="As"/>) <c>Table</c>, <c>PartialObjectMetadata</c>, <c>PartialObjectMetadataList</c>.</summary>
/// <param name="Version">Of <c>meta.k8s.io</c>.</param>
internal sealed record AnswerForm(string As, string Version)
{
    public static readonly AnswerForm Object = new("", "v1");

    public bool IsPartial => As.StartsWith("Partial", StringComparison.Ordinal);

    public bool IsYaml { get; init; }

    /// <summary>Whether JSON is wanted in lines.</summary>
    public bool IsPretty { get; init; }
}

/// <summary>What clients accept: JSON in its variants, and YAML. Where they also accept protobuf they get one of these, where nothing else they are refused.</summary>
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
        var clauses = Clause.ReadAll(accept);
        // Paths of built-in kinds take no patterns but the widest.
        if (request.Resource.Custom is null && !Array.Exists(clauses, clause => IsRouted(clause, Known)))
            throw Unknown(request);
        var form = First(clauses, mayTransform: true) ?? throw (Array.TrueForAll(clauses, clause => clause.Type == RequestBody.Protobuf) ? Unknown(request) : NotAccepted(Known));
        return form.IsYaml && request.Verb == "watch" ? throw NotAccepted("application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch") : form;
    }

    /// <summary>The form of an answer that is not negotiated before; null where the client accepts none.</summary>
    /// <param name="mayTransform">False for errors, which are no tables.</param>
    public static AnswerForm? Find(HttpRequest request, bool mayTransform)
    {
        var accept = request.Headers.Accept.ToString();
        return accept is "" or "*/*" or "application/json" ? AnswerForm.Object : First(Clause.ReadAll(accept), mayTransform);
    }

    /// <summary>Documents of discovery come as JSON or YAML.</summary>
    /// <param name="isRouted">Whether the path itself says what it gives.</param>
    /// <exception cref="ApiException">The client accepts neither (406).</exception>
    public static void CheckDocument(HttpRequest request, bool isRouted, string given = Known)
    {
        var accept = request.Headers.Accept.ToString();
        if (accept.Length == 0)
            return;
        var clauses = Clause.ReadAll(accept);
        if (isRouted && !Array.Exists(clauses, clause => IsRouted(clause, given)))
            throw Unknown(given);
        if (given == Known && First(clauses, mayTransform: false) is null && !Array.Exists(clauses, clause => clause.Type == RequestBody.Protobuf))
            throw NotAccepted(given);
    }

    private static bool IsRouted(Clause clause, string given) => clause.Type == "*/*" || given.Split(", ").Contains(clause.Type, StringComparer.Ordinal);

    private static AnswerForm? First(Clause[] clauses, bool mayTransform) =>
        Array.Find(clauses, clause => clause.Form is not null && (mayTransform || clause.Form.As.Length == 0))?.Form;

    private static ApiException NotAccepted(string given) => new(406, "NotAcceptable", $"only the following media types are accepted: {given}");

    private static ApiException Unknown(string given) => new(406, "NotAcceptable", $"406: Not Acceptable\n\nAvailable representations: {given}", []);

    private static ApiException Unknown(RequestInfo request)
    {
        var streams = request.Verb is "list" or "watch" && request.Subresource.Length == 0 ? ", application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch" : "";
        return Unknown(Known + streams);
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
        /// <summary>Best first: by weight, then what is named before what is not.</summary>
        public static Clause[] ReadAll(string accept) => [.. accept.Split(',').Select(Parse).OrderByDescending(clause => clause.Weight).ThenBy(clause => clause.Type == "*/*")];

        private static Clause Parse(string text)
        {
            var parts = text.Split(';', StringSplitOptions.TrimEntries);
            string Parameter(string name) => parts.FirstOrDefault(part => part.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..] ?? "";
            var weight = double.TryParse(Parameter("q"), NumberStyles.Float, CultureInfo.InvariantCulture, out var stated) ? stated : 1;
            var isYaml = parts[0] == "application/yaml";
            var isKnown = isYaml || parts[0] is "application/json" or "*/*" or "application/*";
            if (!isKnown || Parameter("stream") is { Length: > 0 } stream && (isYaml || stream != "watch"))
                return new Clause(parts[0], weight, null);
            var form = FormOf(Parameter("as"), Parameter("g"), Parameter("v"));
            return new Clause(parts[0], weight, form is null ? null : form with { IsYaml = isYaml, IsPretty = Parameter("pretty") == "1" });
        }

        private static AnswerForm? FormOf(string wanted, string group, string version) =>
            wanted.Length == 0 ? AnswerForm.Object
            : wanted is ("Table" or "PartialObjectMetadata" or "PartialObjectMetadataList") && group == "meta.k8s.io" && version is ("v1" or "v1beta1") ? new AnswerForm(wanted, version) : null;
    }
}
