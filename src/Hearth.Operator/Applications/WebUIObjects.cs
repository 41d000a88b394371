using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;

namespace Hearth.Operator.Applications;

/// <summary>The Services and Ingresses of an application. Pure; names, labels and ports are the peer's.</summary>
internal static partial class WebUIObjects
{
    public const int DefaultPort = 4040;
    private const string ServiceSuffix = "-ui-svc";
    private const int LongestName = 63;
    private const string RewriteTarget = "nginx.ingress.kubernetes.io/rewrite-target";

    public static string ServiceName(string application) => ServiceName(application, ServiceSuffix);

    /// <summary>What is too long for a Service is cut and told apart by a digest: the same for the same application.</summary>
    private static string ServiceName(string application, string suffix)
    {
        if (application.Length + suffix.Length <= LongestName)
            return application + suffix;
#pragma warning disable CA5351 // The peer's clients know these names: a digest, not a secret.
        var hash = Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(application)))[..8];
#pragma warning restore CA5351
        return $"{application[..(LongestName - suffix.Length - hash.Length - 1)].TrimEnd('-')}-{hash}{suffix}";
    }

    public static Service Service(SparkApplication application, string? submissionId)
    {
        var ui = application.Spec.SparkUIOptions;
        var target = int.TryParse(application.Spec.SparkConf?.GetValueOrDefault("spark.ui.port"), CultureInfo.InvariantCulture, out var set) ? set : DefaultPort;
        return Service(
            application,
            ServiceName(application.Metadata.Name!),
            new() { Name = ui?.ServicePortName ?? "spark-driver-ui-port", Port = ui is null ? target : ui.ServicePort ?? DefaultPort, TargetPort = target },
            ui?.ServiceType,
            ui?.ServiceAnnotations,
            ui?.ServiceLabels ?? Labels(application, submissionId));
    }

    public static (KubeObject Object, string Url) Ingress(SparkApplication application, SparkApplicationStatus status, Service service, OperatorOptions options)
    {
        var ui = application.Spec.SparkUIOptions;
        return Ingress(
            application, status, $"{application.Metadata.Name}-ui-ingress", options.IngressUrlFormat, service, options,
            ui?.IngressAnnotations ?? options.IngressAnnotations, ui?.IngressTls ?? options.IngressTls);
    }

    public static string RouteName(SparkApplication application) => $"{application.Metadata.Name}-ui-route";

    /// <summary>The Gateway API route to the UI; null where none is asked for.</summary>
    public static (KubeObject Object, string? Url)? Route(SparkApplication application, SparkApplicationStatus status, int port)
    {
        if (application.Spec.Hearth?.HttpRoute is not { } wanted)
            return null;
        var path = RoutePath(application);
        var rule = new JsonObject
        {
            ["matches"] = new JsonArray(new JsonObject { ["path"] = new JsonObject { ["type"] = "PathPrefix", ["value"] = path.Length == 0 ? "/" : path } }),
            ["backendRefs"] = new JsonArray(new JsonObject { ["name"] = ServiceName(application.Metadata.Name!), ["port"] = port }),
        };
        if (path.Length > 0)
        {
            rule["filters"] = new JsonArray(new JsonObject
            {
                ["type"] = "URLRewrite",
                ["urlRewrite"] = new JsonObject { ["path"] = new JsonObject { ["type"] = "ReplacePrefixMatch", ["replacePrefixMatch"] = "/" } },
            });
        }

        var spec = new JsonObject { ["parentRefs"] = new JsonArray([.. (wanted.ParentRefs ?? []).Select(p => JsonNode.Parse(p.GetRawText()))]), ["rules"] = new JsonArray(rule) };
        var hosts = (wanted.Hostnames ?? []).Select(h => Fill(h, application, "")).ToList();
        if (hosts.Count > 0)
            spec["hostnames"] = new JsonArray([.. hosts.Select(h => JsonValue.Create(h))]);
        var route = new KubeObject
        {
            ApiVersion = "gateway.networking.k8s.io/v1",
            Kind = "HTTPRoute",
            Metadata = new()
            {
                Name = RouteName(application),
                Namespace = application.Metadata.Namespace,
                Labels = Labels(application, status.SubmissionId),
                OwnerReferences = [Owner(application)],
            },
            Extra = new() { ["spec"] = ToElement(spec) },
        };
        return (route, hosts is [var host, ..] ? $"http://{host}{path}" : null);
    }

    /// <summary>Each further port of the driver with its Ingress, where it has one.</summary>
    public static IEnumerable<(Service Service, KubeObject? Ingress)> DriverPorts(SparkApplication application, SparkApplicationStatus status, OperatorOptions options)
    {
        foreach (var port in application.Spec.DriverIngressOptions ?? [])
        {
            if (port.ServicePort is not { } number)
                continue;
            var service = Service(
                application,
                ServiceName(application.Metadata.Name!, $"-driver-{number}"),
                new() { Name = port.ServicePortName ?? $"driver-ing-{number}", Port = number, TargetPort = number },
                port.ServiceType, port.ServiceAnnotations, port.ServiceLabels ?? Labels(application, status.SubmissionId));
            var ingress = port.IngressUrlFormat is { Length: > 0 } format
                ? Ingress(application, status, $"{application.Metadata.Name}-ing-{number}", format, service, options, port.IngressAnnotations ?? options.IngressAnnotations, port.IngressTls ?? options.IngressTls).Object
                : null;
            yield return (service, ingress);
        }
    }

    /// <summary>The path of the UI's URL; empty where it is the root.</summary>
    public static string UIPath(SparkApplication application, OperatorOptions options, string applicationId) =>
        options.IngressUrlFormat.Length == 0 ? RoutePath(application) : Url(options.IngressUrlFormat, application, applicationId).AbsolutePath.TrimEnd('/');

    private static string RoutePath(SparkApplication application) =>
        application.Spec.Hearth?.HttpRoute?.Path?.Trim('/') is { Length: > 0 } path ? $"/{Fill(path, application, "")}" : "";

    public static OwnerReference Owner(SparkApplication application) => new()
    {
        ApiVersion = SparkResources.SparkApplications.ApiVersion,
        Kind = SparkResources.SparkApplications.Kind,
        Name = application.Metadata.Name!,
        Uid = application.Metadata.Uid!,
        Controller = true,
        BlockOwnerDeletion = true,
    };

    private static Service Service(
        SparkApplication application, string name, ServicePort port, string? type,
        IReadOnlyDictionary<string, string>? annotations, IReadOnlyDictionary<string, string> labels) => new()
        {
            Metadata = new()
            {
                Name = name,
                Namespace = application.Metadata.Namespace,
                Labels = new Dictionary<string, string>(labels) { [SparkLabels.CreatedBy] = "true" },
                Annotations = annotations,
                OwnerReferences = [Owner(application)],
            },
            Spec = new()
            {
                Type = type ?? "ClusterIP",
                Ports = [port with { Protocol = "TCP" }],
                Selector = new Dictionary<string, string> { [SparkLabels.AppName] = application.Metadata.Name!, [SparkLabels.Role] = "driver" },
            },
        };

    private static Dictionary<string, string> Labels(SparkApplication application, string? submissionId) => new()
    {
        [SparkLabels.AppName] = application.Metadata.Name!,
        [SparkLabels.SubmissionId] = submissionId ?? "",
    };

    private static (KubeObject Object, string Url) Ingress(
        SparkApplication application, SparkApplicationStatus status, string name, string format, Service service, OperatorOptions options,
        IReadOnlyDictionary<string, string> annotations, IReadOnlyList<IngressTls> tls)
    {
        var url = Url(format, application, status.SparkApplicationId ?? "");
        var hasPath = url.AbsolutePath.TrimEnd('/').Length > 0;
        var path = new JsonObject();
        if (hasPath)
            path["path"] = url.AbsolutePath.TrimEnd('/') + "(/|$)(.*)";
        path["pathType"] = "ImplementationSpecific";
        path["backend"] = new JsonObject
        {
            ["service"] = new JsonObject { ["name"] = service.Metadata.Name, ["port"] = new JsonObject { ["number"] = service.Spec!.Ports![0].Port } },
        };
        var spec = new JsonObject { ["rules"] = new JsonArray(new JsonObject { ["host"] = url.Host, ["http"] = new JsonObject { ["paths"] = new JsonArray(path) } }) };
        if (options.IngressClassName.Length > 0)
            spec["ingressClassName"] = options.IngressClassName;
        if (tls.Count > 0)
            spec["tls"] = new JsonArray([.. tls.Select(Tls)]);
        var all = new Dictionary<string, string>(annotations);
        if (hasPath)
            all[RewriteTarget] = "/$2";
        var ingress = new KubeObject
        {
            ApiVersion = WebUI.Ingresses.ApiVersion,
            Kind = WebUI.Ingresses.Kind,
            Metadata = new()
            {
                Name = name,
                Namespace = application.Metadata.Namespace,
                Labels = Labels(application, status.SubmissionId),
                Annotations = all.Count > 0 ? all : null,
                OwnerReferences = [Owner(application)],
            },
            Extra = new() { ["spec"] = ToElement(spec) },
        };
        return (ingress, url.ToString().TrimEnd('/'));
    }

    private static JsonObject Tls(IngressTls tls)
    {
        var json = new JsonObject();
        if (tls.Hosts is { } hosts)
            json["hosts"] = new JsonArray([.. hosts.Select(h => JsonValue.Create(h))]);
        if (tls.SecretName is { } secret)
            json["secretName"] = secret;
        return json;
    }

    private static JsonElement ToElement(JsonObject json)
    {
        using var document = JsonDocument.Parse(json.ToJsonString());
        return document.RootElement.Clone();
    }

    private static Uri Url(string format, SparkApplication application, string applicationId)
    {
        var text = Fill(format, application, applicationId);
        if (!text.Contains("://", StringComparison.Ordinal))
            text = "http://" + text;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) ? url : new Uri($"http://{application.Metadata.Name}.invalid");
    }

    private static string Fill(string format, SparkApplication application, string applicationId) => Variable().Replace(format, match => match.Groups["name"].Value switch
    {
        "appName" => application.Metadata.Name ?? "",
        "appNamespace" => application.Metadata.Namespace ?? "",
        _ => applicationId,
    });

    [GeneratedRegex(@"\{\{\s*\$(?<name>appName|appNamespace|appId)\s*\}\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Variable();
}
