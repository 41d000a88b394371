using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Hearth.ClusterTests.ApiServers.Differential.Admission;

/// <summary>
/// Admission webhooks over TLS, good ones and bad ones: the path says what is answered, and what was asked is kept. Each API server has one of
/// its own, so that their questions can be compared.
/// </summary>
internal sealed class HookServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly Lock _gate = new();
    private List<JsonNode> _asked = [];

    private HookServer(X509Certificate2 certificate)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            // A connection that is cut is told as such by the older protocol alone.
            listen.Protocols = HttpProtocols.Http1;
            listen.UseHttps(certificate);
        }));
        builder.WebHost.UseKestrelHttpsConfiguration();
        _application = builder.Build();
        _application.Run(HandleAsync);
    }

    public string Address => _application.Urls.First();

    public static async Task<HookServer> StartAsync(X509Certificate2 certificate)
    {
        var server = new HookServer(certificate);
        await server._application.StartAsync();
        return server;
    }

    /// <summary>A certificate for 127.0.0.1, good from 1970 to 2100.</summary>
    public static X509Certificate2 NewCertificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.FromUnixTimeSeconds(0), DateTimeOffset.FromUnixTimeSeconds(4102444800));
    }

    /// <summary>What was asked since the last time, in order.</summary>
    public JsonArray Take()
    {
        lock (_gate)
        {
            var asked = _asked;
            _asked = [];
            // Mutating webhooks are asked in turn, validating ones at once.
            var turns = asked.Where(IsMutating).ToArray();
            return [.. turns, .. asked.Except(turns).OrderBy(review => review["hook"]!.ToString(), StringComparer.Ordinal)];
        }
    }

    private static bool IsMutating(JsonNode asked) => ((string)asked["hook"]!).StartsWith("mutating/", StringComparison.Ordinal);

    private async Task HandleAsync(HttpContext http)
    {
        var review = (await JsonNode.ParseAsync(http.Request.Body))!.AsObject();
        var name = http.Request.Path.Value!.Trim('/');
        var shown = new JsonObject { ["hook"] = name + http.Request.QueryString, ["type"] = http.Request.ContentType, ["accept"] = http.Request.Headers.Accept.ToString(), ["agent"] = http.Request.Headers.UserAgent.ToString(), ["review"] = review };
        // Real servers write leases of their own.
        if ((string?)review["request"]!["userInfo"]?["username"] != "system:apiserver")
        {
            lock (_gate)
                _asked.Add(shown);
        }

        await AnswerAsync(http, name.Split('/')[^1], (string)review["request"]!["uid"]!);
    }

    private static async Task AnswerAsync(HttpContext http, string name, string uid)
    {
        var response = new JsonObject { ["uid"] = uid, ["allowed"] = true };
        var answer = new JsonObject { ["kind"] = "AdmissionReview", ["apiVersion"] = "admission.k8s.io/v1", ["response"] = response };
        switch (name)
        {
            case "deny":
                (response["allowed"], response["status"]) = (false, new JsonObject { ["message"] = "no, \"never\"" });
                break;
            case "deny-code":
                (response["allowed"], response["status"]) = (false, new JsonObject { ["code"] = 418, ["reason"] = "Teapot", ["message"] = "no", ["details"] = new JsonObject { ["name"] = "n", ["kind"] = "k", ["causes"] = new JsonArray(new JsonObject { ["field"] = "f", ["message"] = "m" }) } });
                break;
            case "deny-low-code":
                (response["allowed"], response["status"]) = (false, new JsonObject { ["code"] = 200, ["status"] = "Success", ["reason"] = "Conflict" });
                break;
            case "deny-reason":
                (response["allowed"], response["status"]) = (false, new JsonObject { ["reason"] = "Invalid" });
                break;
            case "deny-status":
                (response["allowed"], response["status"]) = (false, new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = "5" }, ["status"] = "Odd", ["message"] = "" });
                break;
            case "deny-bare":
                response["allowed"] = false;
                break;
            case "deny-patched":
                response["allowed"] = false;
                Patch(response, """[{"op":"add","path":"/metadata/labels","value":{"touched":"yes"}}]""");
                break;
            case "label":
                Patch(response, """[{"op":"add","path":"/metadata/labels","value":{"touched":"yes"}}]""");
                break;
            case "more":
                Patch(response, """[{"op":"add","path":"/metadata/annotations","value":{"more":"{}"}}]""");
                break;
            case "unknown-field":
                Patch(response, """[{"op":"add","path":"/nothing","value":1},{"op":"add","path":"/metadata/labels","value":{"a":"b"}}]""");
                break;
            case "wrong-type":
                Patch(response, """[{"op":"add","path":"/metadata/labels","value":5}]""");
                break;
            case "invalid":
                Patch(response, """[{"op":"add","path":"/metadata/labels","value":{"-":"-"}}]""");
                break;
            case "rename":
                Patch(response, """[{"op":"replace","path":"/metadata/name","value":"renamed"}]""");
                break;
            case "no-place":
                Patch(response, """[{"op":"replace","path":"/data/none/here","value":"x"}]""");
                break;
            case "no-key":
                Patch(response, """[{"op":"remove","path":"/metadata/nothing"}]""");
                break;
            case "no-index":
                Patch(response, """[{"op":"add","path":"/metadata/finalizers","value":["example.com/f"]},{"op":"remove","path":"/metadata/finalizers/5"}]""");
                break;
            case "no-from":
                Patch(response, """[{"op":"move","from":"/nothing/here","path":"/metadata/labels"}]""");
                break;
            case "no-test":
                Patch(response, """[{"op":"test","path":"/metadata/name","value":"x"}]""");
                break;
            case "no-operation":
                Patch(response, """[{"op":"nothing","path":"/metadata/name","value":"x"}]""");
                break;
            case "no-patch":
                Patch(response, "garbage");
                break;
            case "object-patch":
                Patch(response, """{"op":"add"}""");
                break;
            case "empty-patch":
                Patch(response, "[]");
                break;
            case "no-type":
                Patch(response, """[{"op":"add","path":"/metadata/labels","value":{"touched":"yes"}}]""");
                response.Remove("patchType");
                break;
            case "other-type":
                Patch(response, """[{"op":"add","path":"/metadata/labels","value":{"touched":"yes"}}]""");
                response["patchType"] = "MergePatch";
                break;
            case "type-alone":
                response["patchType"] = "JSONPatch";
                break;
            case "wrong-uid":
                response["uid"] = "other";
                break;
            case "no-uid":
                response.Remove("uid");
                break;
            case "wrong-version":
                answer["apiVersion"] = "admission.k8s.io/v1beta1";
                break;
            case "wrong-group":
                answer["apiVersion"] = "v1";
                break;
            case "wrong-kind":
                answer["kind"] = "Review";
                break;
            case "no-kind":
                answer.Remove("kind");
                break;
            case "no-response":
                answer.Remove("response");
                break;
            case "warn":
                response["warnings"] = new JsonArray("careful \"now\"", "", new string('x', 300), "two\nlines", "careful \"now\"");
                break;
            case "deny-warn":
                (response["allowed"], response["warnings"]) = (false, new JsonArray("told"));
                break;
            case "audit":
                response["auditAnnotations"] = new JsonObject { ["a"] = "b", ["not/good"] = "c" };
                break;
            case "garbage":
                await http.Response.WriteAsync("garbage");
                return;
            case "empty":
                return;
            case "list":
                await http.Response.WriteAsync("[]");
                return;
            case "plain":
                http.Response.ContentType = "text/plain";
                break;
            case "error":
                http.Response.StatusCode = 500;
                await http.Response.WriteAsync("it broke");
                return;
            case "teapot":
                http.Response.StatusCode = 418;
                break;
            case "none":
                http.Response.StatusCode = 404;
                return;
            case "created":
                http.Response.StatusCode = 201;
                break;
            case "status":
                http.Response.StatusCode = 403;
                http.Response.ContentType = "application/json";
                await http.Response.WriteAsync("""{"kind":"Status","apiVersion":"v1","status":"Failure","message":"from a proxy","reason":"Forbidden","code":403}""");
                return;
            case "slow":
                await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return;
        }

        http.Response.ContentType ??= "application/json";
        await http.Response.WriteAsync(answer.ToJsonString());
    }

    private static void Patch(JsonObject response, string patch) => (response["patchType"], response["patch"]) = ("JSONPatch", Convert.ToBase64String(Encoding.UTF8.GetBytes(patch)));

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
