using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Selection;
using Hearth.LocalCluster.ApiServer.Writing;
using Microsoft.AspNetCore.Http;

namespace Hearth.LocalCluster.ApiServer.Admission;

/// <summary>Asks admission webhooks, over TLS, what they think of a write.</summary>
internal sealed class Webhooks(ApiContext context)
{
    private const string Group = "admissionregistration.k8s.io";

    /// <summary>The object as all mutating webhooks have left it.</summary>
    public async Task<JsonObject> MutateAsync(RequestInfo request, JsonObject value, JsonObject? old)
    {
        foreach (var hook in Matching("mutatingwebhookconfigurations", request, value, old))
        {
            var answer = await CallAsync(hook, request, value, old);
            if (answer?.Text("patch") is not { Length: > 0 } patch)
                continue;
            try
            {
                var patched = JsonPatch.Apply(value, JsonReader.Read(Convert.FromBase64String(patch))) as JsonObject;
                value = ObjectReader.Decode(request, request.Resource, patched ?? [], [], new Warnings());
            }
            catch (Exception exception) when (exception is PatchException or FormatException or System.Text.Json.JsonException)
            {
                throw ApiException.Internal($"admission webhook \"{hook.Text("name")}\" answered with a patch that does not fit: {exception.Message}");
            }
        }

        return value;
    }

    public async Task ValidateAsync(RequestInfo request, JsonObject? value, JsonObject? old)
    {
        foreach (var hook in Matching("validatingwebhookconfigurations", request, value, old))
            await CallAsync(hook, request, value, old);
    }

    private IEnumerable<JsonObject> Matching(string plural, RequestInfo request, JsonObject? value, JsonObject? old)
    {
        if (request.Group == Group || context.Store.Table(plural + "." + Group).Objects.Count == 0)
            return [];
        return context.Objects(Group, plural).SelectMany(configuration => configuration.Objects("webhooks"))
            .Where(hook => hook.Objects("rules").Any(rule => Matches(rule, request, old)) && MatchesSelectors(context, hook, request, value ?? old) && MeetsConditions(hook, request, value, old));
    }

    private bool MeetsConditions(JsonObject hook, RequestInfo request, JsonObject? value, JsonObject? old)
    {
        if (hook.List("matchConditions") is not { Count: > 0 })
            return true;
        var expressions = new AdmissionExpressions(Describe(context, request, value, old), value, old, null, null);
        if (expressions.Match(hook.Objects("matchConditions"), out var error))
            return true;
        if (error is not null && hook.Text("failurePolicy") != "Ignore")
            throw ApiException.Forbidden(request.Group, request.Plural, request.Name.Length > 0 ? request.Name : value?.Map("metadata")?.Text("name") ?? "", error);
        return false;
    }

    private static string Operation(RequestInfo request, JsonObject? old) => request.Verb switch
    {
        "delete" or "deletecollection" => "DELETE",
        _ => old is null ? "CREATE" : "UPDATE",
    };

    public static bool Matches(JsonObject rule, RequestInfo request, JsonObject? old)
    {
        var resource = request.Subresource.Length > 0 ? $"{request.Plural}/{request.Subresource}" : request.Plural;
        var scope = rule.Text("scope") ?? "*";
        return Has(rule, "operations", Operation(request, old)) && Has(rule, "apiGroups", request.Group) && Has(rule, "apiVersions", request.Version)
            && (rule.List("resources") ?? []).Any(known => known.Text == resource || known.Text == "*/*" || known.Text == "*" && request.Subresource.Length == 0 || known.Text == request.Plural + "/*")
            && (scope == "*" || scope == (request.Resource.IsNamespaced ? "Namespaced" : "Cluster"));
    }

    private static bool Has(JsonObject rule, string field, string value) => (rule.List(field) ?? []).Any(known => known.Text == "*" || known.Text == value);

    public static bool MatchesSelectors(ApiContext context, JsonObject hook, RequestInfo request, JsonObject? value)
    {
        if (!Selectors.Matches(hook.Map("objectSelector"), value?.Map("metadata")?.Map("labels")))
            return false;
        if (request.Namespace.Length == 0 || hook.Map("namespaceSelector") is not { Count: > 0 } selector)
            return true;
        return Selectors.Matches(selector, context.FindObject("", "namespaces", "", request.Namespace)?.Map("metadata")?.Map("labels"));
    }

    /// <returns>The response; null where the webhook failed and its policy is to go on.</returns>
    private async Task<JsonObject?> CallAsync(JsonObject hook, RequestInfo request, JsonObject? value, JsonObject? old)
    {
        var name = hook.Text("name");
        JsonObject? response;
        try
        {
            response = await PostAsync(hook, Review(request, value, old), request.Cancellation);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or System.Text.Json.JsonException or InvalidOperationException && !request.Cancellation.IsCancellationRequested)
        {
            if (hook.Text("failurePolicy") == "Ignore")
                return null;
            throw ApiException.Internal($"failed calling webhook \"{name}\": failed to call webhook: {exception.Message}");
        }

        foreach (var warning in response?.List("warnings") ?? [])
            request.Context.Response.Headers.Append("Warning", $"299 - \"{warning.Text?.Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
        if (response?.IsTrue("allowed") == true)
            return response;
        var status = response?.Map("status");
        var why = status?.Text("message") is { Length: > 0 } message ? ": " + message : status?.Text("reason") is { Length: > 0 } reason ? ": " + reason : " without explanation";
        throw new ApiException((int)(status?["code"].Number is > 0 and var code ? code : 403), status?.Text("reason") ?? "Forbidden", $"admission webhook \"{name}\" denied the request{why}", status?.Map("details"));
    }

    private JsonObject Review(RequestInfo request, JsonObject? value, JsonObject? old)
    {
        var review = Describe(context, request, value, old);
        review["object"] = value?.DeepClone();
        review["oldObject"] = old?.DeepClone();
        return new JsonObject { ["kind"] = "AdmissionReview", ["apiVersion"] = "admission.k8s.io/v1", ["request"] = review };
    }

    /// <summary>The write as webhooks and expressions see it, without its objects.</summary>
    public static JsonObject Describe(ApiContext context, RequestInfo request, JsonObject? value, JsonObject? old)
    {
        var resource = request.Resource;
        JsonObject Kind() => new() { ["group"] = resource.Group, ["version"] = resource.Version, ["kind"] = resource.Kind };
        JsonObject Resource() => new() { ["group"] = resource.Group, ["version"] = resource.Version, ["resource"] = resource.Plural };
        var review = new JsonObject
        {
            ["uid"] = context.NewUid(),
            ["kind"] = Kind(),
            ["resource"] = Resource(),
            ["requestKind"] = Kind(),
            ["requestResource"] = Resource(),
            ["name"] = request.Name.Length > 0 ? request.Name : value?.Map("metadata")?.Text("name") ?? "",
            ["operation"] = Operation(request, old),
            ["userInfo"] = new JsonObject { ["username"] = request.User.Name, ["uid"] = request.User.Uid, ["groups"] = new JsonArray([.. request.User.Groups.Select(group => (JsonNode)group!)]) },
            ["dryRun"] = request.IsDryRun,
            ["options"] = null,
        };
        if (request.Namespace.Length > 0)
            review["namespace"] = request.Namespace;
        if (request.Subresource.Length > 0)
            review["subResource"] = request.Subresource;
        return review;
    }

    private async Task<JsonObject?> PostAsync(JsonObject hook, JsonObject review, CancellationToken cancellation)
    {
        var client = hook.Map("clientConfig") ?? [];
        var (target, host) = Target(client);
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        var bundle = client.Text("caBundle");
        handler.SslOptions.TargetHost = host;
        if (!string.IsNullOrEmpty(bundle))
            handler.SslOptions.CertificateChainPolicy = Trust(bundle);
        using var http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(hook["timeoutSeconds"].Number ?? 10) };
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Json.ToText(review)));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await http.PostAsync(target, content, cancellation);
        var body = JsonReader.Read(await answer.Content.ReadAsByteArrayAsync(cancellation)) as JsonObject;
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"the server answered {(int)answer.StatusCode}");
        return body?.Map("response") ?? throw new InvalidOperationException("Webhook response was absent");
    }

    /// <summary>A webhook's own authority, and no other, vouches for it.</summary>
    private static X509ChainPolicy Trust(string bundle)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPem(Encoding.UTF8.GetString(Convert.FromBase64String(bundle)));
        return policy;
    }

    /// <summary>A service is reached at the address of one of its pods: no proxy stands before it here.</summary>
    private (Uri Target, string Host) Target(JsonObject client)
    {
        if (client.Text("url") is { } url)
            return (new Uri(url), new Uri(url).Host);
        var service = client.Map("service") ?? [];
        var ns = service.Text("namespace") ?? "";
        var name = service.Text("name") ?? "";
        var host = $"{name}.{ns}.svc";
        var port = service["port"].Number ?? 443;
        var spec = context.FindObject("", "services", ns, name)?.Map("spec") ?? throw new InvalidOperationException($"service \"{name}\" not found");
        var portName = spec.Objects("ports").FirstOrDefault(candidate => candidate["port"].Number == port)?.Text("name") ?? "";
        foreach (var slice in context.Objects("discovery.k8s.io", "endpointslices", ns).Where(slice => slice.Map("metadata")?.Map("labels")?.Text("kubernetes.io/service-name") == name))
        {
            var address = slice.Objects("endpoints").FirstOrDefault(endpoint => endpoint.Map("conditions")?["ready"].Flag != false)?.List("addresses")?.FirstOrDefault().Text;
            var number = slice.Objects("ports").FirstOrDefault(candidate => (candidate.Text("name") ?? "") == portName)?["port"].Number;
            if (address is not null && number is not null)
                return (new UriBuilder(Uri.UriSchemeHttps, address, (int)number, service.Text("path") ?? "/").Uri, host);
        }

        throw new InvalidOperationException($"no endpoints available for service \"{name}\"");
    }
}
