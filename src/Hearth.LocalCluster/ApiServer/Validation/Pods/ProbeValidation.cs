using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation.Pods;

/// <summary>Probes and the hooks of a container's life.</summary>
internal static partial class ProbeValidation
{
    [GeneratedRegex("^[-A-Za-z0-9]+$")]
    private static partial Regex HeaderPattern();

    public static void Lifecycle(ErrorList errors, JsonObject? lifecycle, string field, long? grace)
    {
        foreach (var name in (ReadOnlySpan<string>)["postStart", "preStop"])
        {
            if (lifecycle?.Map(name) is { } hook)
                Handler(errors, hook, $"{field}.{name}", grace);
        }
    }

    public static void Validate(ErrorList errors, JsonObject? probe, string field, bool isReadiness, long? grace)
    {
        if (probe is null)
            return;
        Handler(errors, probe, field, grace);
        foreach (var name in (ReadOnlySpan<string>)["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"])
            errors.NotNegative($"{field}.{name}", probe[name]);
        var seconds = probe["terminationGracePeriodSeconds"];
        errors.Positive(field + ".terminationGracePeriodSeconds", seconds);
        if (isReadiness && seconds is not null)
            errors.Invalid(field + ".terminationGracePeriodSeconds", seconds, "must not be set for readinessProbes");
        if (!isReadiness && probe["successThreshold"].Number is not 1)
            errors.Invalid(field + ".successThreshold", probe["successThreshold"]?.DeepClone() ?? 0, "must be 1");
    }

    private static void Handler(ErrorList errors, JsonObject handler, string field, long? grace)
    {
        var handlers = 0;
        foreach (var name in (ReadOnlySpan<string>)["exec", "httpGet", "tcpSocket", "grpc", "sleep"])
        {
            if (handler.Map(name) is not { } action)
                continue;
            if (handlers++ > 0)
                errors.Forbidden($"{field}.{name}", "may not specify more than 1 handler type");
            else
                Action(errors, name, action, $"{field}.{name}", grace);
        }

        if (handlers == 0)
            errors.Required(field, "must specify a handler type");
    }

    private static void Action(ErrorList errors, string kind, JsonObject action, string field, long? grace)
    {
        switch (kind)
        {
            case "exec":
                if (action.List("command") is not { Count: > 0 })
                    errors.Required(field + ".command");
                break;
            case "httpGet":
                Http(errors, action, field);
                break;
            case "tcpSocket" or "grpc":
                errors.PortOrName(field + ".port", action["port"]);
                break;
            case "sleep" when (action["seconds"].Number ?? 0) is var seconds && (seconds < 0 || seconds > grace):
                errors.Invalid(field, seconds, $"must be non-negative and less than terminationGracePeriodSeconds ({grace})");
                break;
        }
    }

    private static void Http(ErrorList errors, JsonObject action, string field)
    {
        errors.Needed(field + ".path", action.Text("path"));
        errors.PortOrName(field + ".port", action["port"]);
        errors.OneOf(field + ".scheme", action["scheme"] ?? "", ["HTTP", "HTTPS"]);
        foreach (var header in action.Objects("httpHeaders"))
        {
            if (!HeaderPattern().IsMatch(header.Text("name") ?? ""))
                errors.Invalid(field + ".httpHeaders", header.Text("name") ?? "", "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')");
        }
    }
}
