using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.ClusterTests.ApiServers.Differential;
using Hearth.LocalCluster.ApiServer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.ApiServers;

/// <summary>Admission webhooks change and refuse objects, over TLS with the authority that their configuration names.</summary>
public sealed class WebhookTests
{
    [Fact]
    public async Task Webhooks_change_and_refuse_objects()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.FromUnixTimeSeconds(0), DateTimeOffset.FromUnixTimeSeconds(4102444800));
        await using var hook = await StartHookAsync(certificate);
        await using var server = await LocalCluster.ApiServer.ApiServer.StartAsync(new ApiServerOptions { Random = new Random(1) }, CancellationToken.None);
        using var teller = new StoryTeller(server.Address, server.AdminToken);
        var bundle = Convert.ToBase64String(Encoding.UTF8.GetBytes(certificate.ExportCertificatePem()));
        (await Post(teller, "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations", Configuration(hook.Urls.First(), bundle, "mutate"))).Status.ShouldBe(201);
        (await Post(teller, "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations", Configuration(hook.Urls.First(), bundle, "validate"))).Status.ShouldBe(201);

        var changed = await Post(teller, "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"good"},"data":{"a":"b"}}""");
        changed.Status.ShouldBe(201);
        changed.Body!["metadata"]!["labels"]!["touched"]!.GetValue<string>().ShouldBe("yes");

        var refused = await Post(teller, "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"bad"},"data":{"a":"b"}}""");
        refused.Status.ShouldBe(400);
        refused.Body!["message"]!.GetValue<string>().ShouldBe("admission webhook \"validate.example.com\" denied the request: no");
    }

    private static Task<StoryAnswer> Post(StoryTeller teller, string path, string body) =>
        teller.TellAsync(new StoryRequest("", 0, "POST", path, new Dictionary<string, string>(), body))!;

    private static string Configuration(string url, string bundle, string name) =>
        $$"""
        {"metadata":{"name":"{{name}}"},"webhooks":[{"name":"{{name}}.example.com","clientConfig":{"url":"{{url}}/{{name}}","caBundle":"{{bundle}}"},
        "rules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE"],"resources":["configmaps"]}],"sideEffects":"None","admissionReviewVersions":["v1"],"timeoutSeconds":30}]}
        """;

    private static async Task<WebApplication> StartHookAsync(X509Certificate2 certificate)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        builder.WebHost.UseKestrelHttpsConfiguration();
        var application = builder.Build();
        application.Run(AnswerAsync);
        await application.StartAsync();
        return application;
    }

    private static async Task AnswerAsync(HttpContext http)
    {
        var review = (await JsonNode.ParseAsync(http.Request.Body))!["request"]!;
        var response = new JsonObject { ["uid"] = review["uid"]!.GetValue<string>(), ["allowed"] = true };
        if (http.Request.Path == "/mutate")
        {
            response["patchType"] = "JSONPatch";
            response["patch"] = Convert.ToBase64String("""[{"op":"add","path":"/metadata/labels","value":{"touched":"yes"}}]"""u8);
        }
        else if (review["name"]!.GetValue<string>() == "bad")
        {
            response["allowed"] = false;
            response["status"] = new JsonObject { ["message"] = "no" };
        }

        await http.Response.WriteAsync(new JsonObject { ["kind"] = "AdmissionReview", ["apiVersion"] = "admission.k8s.io/v1", ["response"] = response }.ToJsonString());
    }
}
