using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Admission.PodSecurity;
using Shouldly;
using Xunit;

namespace Hearth.Tests.LocalCluster.Admission;

public sealed class PodSecurityTests
{
    private const string Label = "pod-security.kubernetes.io/";

    [Theory]
    [InlineData("", "privileged:latest", "privileged:latest")]
    [InlineData("enforce=baseline", "baseline:latest", "baseline:latest")]
    [InlineData("enforce=baseline enforce-version=v1.20", "baseline:v1.20", "baseline:v1.20")]
    [InlineData("enforce=baseline enforce-version=v1.20 warn-version=v1.21", "baseline:v1.20", "baseline:v1.21")]
    [InlineData("enforce=baseline enforce-version=v1.20 warn=restricted", "baseline:v1.20", "restricted:latest")]
    [InlineData("enforce=restricted warn=privileged", "restricted:latest", "privileged:latest")]
    [InlineData("enforce-version=v1.20 warn-version=v1.21", "privileged:v1.20", "privileged:v1.21")]
    [InlineData("enforce=wrong", "restricted:latest", "privileged:latest")]
    [InlineData("enforce=baseline enforce-version=v1.020 warn=wrong", "baseline:latest", "privileged:latest")]
    public void Labels_say_what_is_enforced_and_what_is_warned_of(string labels, string enforced, string warned)
    {
        var policy = PodSecurityPolicy.Of(Labels(labels));
        (policy.Enforce.ToString(), policy.Warn.ToString()).ShouldBe((enforced, warned));
    }

    [Theory]
    [InlineData("enforce=privileged enforce-version=latest audit=baseline audit-version=v1.0 warn=restricted warn-version=v1.99", 0)]
    [InlineData("enforce=Baseline", 1)]
    [InlineData("enforce= warn= audit=", 3)]
    [InlineData("enforce-version= warn-version=v1. audit-version=v2.1", 3)]
    [InlineData("enforce-version=v1.01 warn-version=v1.-1 audit-version=v1.9223372036854775808", 3)]
    [InlineData("other=x", 0)]
    public void Every_wrong_label_is_told(string labels, int problems) => PodSecurityPolicy.Problems(Labels(labels)).Count.ShouldBe(problems);

    [Theory]
    [InlineData("baseline", 34, """{"containers":[{"name":"a","securityContext":{"privileged":true}},{"name":"b","securityContext":{"privileged":true}}]}""", "privileged (containers \"a\", \"b\" must not set securityContext.privileged=true)")]
    [InlineData("baseline", 0, """{"securityContext":{"windowsOptions":{"hostProcess":true}},"containers":[{"name":"a","securityContext":{"windowsOptions":{"hostProcess":true}}}]}""", "hostProcess (pod and container \"a\" must not set securityContext.windowsOptions.hostProcess=true)")]
    [InlineData("baseline", 33, """{"containers":[{"name":"a","livenessProbe":{"httpGet":{"host":"h"}}}]}""", "")]
    [InlineData("baseline", 34, """{"containers":[{"name":"a","livenessProbe":{"httpGet":{"host":"h"}}}]}""", "probe or lifecycle host (container \"a\" uses probe or lifecycle host \"h\")")]
    [InlineData("baseline", 28, """{"securityContext":{"sysctls":[{"name":"net.ipv4.tcp_fin_timeout"}]}}""", "forbidden sysctls (net.ipv4.tcp_fin_timeout)")]
    [InlineData("baseline", 29, """{"securityContext":{"sysctls":[{"name":"net.ipv4.tcp_fin_timeout"}]}}""", "")]
    [InlineData("restricted", 24, """{"os":{"name":"windows"},"securityContext":{"runAsNonRoot":true},"containers":[{"name":"a","securityContext":{"allowPrivilegeEscalation":false,"seccompProfile":{"type":"RuntimeDefault"}}}]}""", "unrestricted capabilities (container \"a\" must set securityContext.capabilities.drop=[\"ALL\"])")]
    [InlineData("restricted", 25, """{"os":{"name":"windows"},"securityContext":{"runAsNonRoot":true},"containers":[{"name":"a"}]}""", "")]
    [InlineData("restricted", 7, """{"securityContext":{"runAsNonRoot":true},"containers":[{"name":"a","securityContext":{"capabilities":{"add":["NET_RAW"]}}}],"volumes":[{"name":"v","hostPath":{}}]}""", "non-default capabilities (container \"a\" must not include \"NET_RAW\" in securityContext.capabilities.add), restricted volume types (volume \"v\" uses restricted volume type \"hostPath\")")]
    public void Standards_differ_by_level_and_version(string level, int minor, string spec, string found)
    {
        var pod = new CheckedPod(new JsonObject { ["spec"] = JsonNode.Parse(spec) });
        string.Join(", ", PodSecurityStandards.Evaluate(new(Enum.Parse<PodSecurityLevel>(level, ignoreCase: true), minor), pod)).ShouldBe(found);
    }

    [Theory]
    [InlineData("image", true)]
    [InlineData("command", false)]
    public void Pods_with_another_program_are_looked_at_again(string field, bool isSignificant)
    {
        var old = Pod("old");
        var changed = Pod("old");
        changed["spec"]!["initContainers"]![0]![field] = "new";
        PodChanges.AreSignificant(changed, old).ShouldBe(isSignificant);
    }

    [Fact]
    public void The_latest_standards_are_those_of_every_later_version()
    {
        var pod = new CheckedPod(Pod("i"));
        var latest = PodSecurityStandards.Evaluate(new(PodSecurityLevel.Restricted, null), pod);
        latest.Count.ShouldBe(4);
        PodSecurityStandards.Evaluate(new(PodSecurityLevel.Restricted, long.MaxValue), pod).ShouldBe(latest);
    }

    private static JsonObject Pod(string image) => new()
    {
        ["spec"] = new JsonObject
        {
            ["initContainers"] = new JsonArray(new JsonObject { ["name"] = "i", ["image"] = image }),
            ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = image }),
        },
    };

    private static Func<string, string?> Labels(string labels)
    {
        var found = labels.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(label => label.Split('=')).ToDictionary(parts => Label + parts[0], parts => parts[1], StringComparer.Ordinal);
        return name => found.GetValueOrDefault(name);
    }
}
