using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Quantities;
using Hearth.LocalCluster.Nodes;
using Shouldly;
using Xunit;

namespace Hearth.Tests.LocalCluster.Nodes;

public sealed class ContainerEnvironmentTests
{
    [Theory]
    [InlineData("$(A)", "1")]
    [InlineData("x$(A)y$(B)", "x1y2")]
    [InlineData("$(C)", "$(C)")]
    [InlineData("$$(A)", "$(A)")]
    [InlineData("$A", "$A")]
    [InlineData("$(A", "$(A")]
    [InlineData("$", "$")]
    [InlineData("$$$(A)", "$1")]
    public void Variables_expand_as_Kubernetes_expands_them(string text, string expected) =>
        VariableExpansion.Expand(text, new Dictionary<string, string> { ["A"] = "1", ["B"] = "2" }).ShouldBe(expected);

    [Fact]
    public void Each_source_of_a_variable_is_understood()
    {
        var container = new Container
        {
            Name = "c",
            Resources = new() { Limits = new Dictionary<string, Quantity> { ["memory"] = "1408Mi", ["cpu"] = "500m" } },
            EnvFrom = [new() { Prefix = "P_", ConfigMapRef = new() { Name = "all" } }, new() { SecretRef = new() { Name = "none", Optional = true } }],
            Env =
            [
                new() { Name = "PLAIN", Value = "v" },
                new() { Name = "REF", Value = "<$(PLAIN)$(P_k)$(LATER)>" },
                new() { Name = "LATER", Value = "l" },
                new() { Name = "IP", ValueFrom = new() { FieldRef = new() { FieldPath = "status.podIP" } } },
                new() { Name = "LABEL", ValueFrom = new() { FieldRef = new() { FieldPath = "metadata.labels['app']" } } },
                new() { Name = "MEMORY", ValueFrom = new() { ResourceFieldRef = new() { Resource = "limits.memory", Divisor = "1Mi" } } },
                new() { Name = "CPU", ValueFrom = new() { ResourceFieldRef = new() { Resource = "limits.cpu" } } },
                new() { Name = "CPU_M", ValueFrom = new() { ResourceFieldRef = new() { Resource = "requests.cpu", Divisor = "1m" } } },
                new() { Name = "KEY", ValueFrom = new() { ConfigMapKeyRef = new() { Name = "all", Key = "k" } } },
                new() { Name = "SECRET", ValueFrom = new() { SecretKeyRef = new() { Name = "s", Key = "k" } } },
                new() { Name = "ABSENT", ValueFrom = new() { SecretKeyRef = new() { Name = "s", Key = "no", Optional = true } } },
                new() { Name = "IMAGE", Value = "own" },
            ],
        };
        var image = new ImageDescription { Name = "i", Environment = new Dictionary<string, string> { ["IMAGE"] = "its", ["BIND"] = "$(POD_IP)" } };
        var variables = ContainerEnvironment.Resolve(container, Facts(), Objects(), image, new Dictionary<string, string> { ["SVC_SERVICE_HOST"] = "h" });
        variables["REF"].ShouldBe("<v1$(LATER)>");
        variables["IP"].ShouldBe("127.16.1.0");
        variables["LABEL"].ShouldBe("x");
        variables["MEMORY"].ShouldBe("1408");
        variables["CPU"].ShouldBe("1");
        variables["CPU_M"].ShouldBe("500");
        variables["KEY"].ShouldBe("1");
        variables["SECRET"].ShouldBe("secret");
        variables.ShouldNotContainKey("ABSENT");
        variables["IMAGE"].ShouldBe("own");
        variables["BIND"].ShouldBe("127.16.1.0");
        variables["SVC_SERVICE_HOST"].ShouldBe("h");
        variables["HOSTNAME"].ShouldBe("p");
    }

    [Theory]
    [InlineData("gone", "k", "configmap \"gone\" not found")]
    [InlineData("all", "no", "couldn't find key no in ConfigMap n/all")]
    public void What_is_missing_is_told_in_the_words_of_a_kubelet(string map, string key, string message)
    {
        var container = new Container { Name = "c", Env = [new() { Name = "A", ValueFrom = new() { ConfigMapKeyRef = new() { Name = map, Key = key } } }] };
        var error = Should.Throw<ContainerStartException>(() => ContainerEnvironment.Resolve(container, Facts(), Objects(), new() { Name = "i" }, new Dictionary<string, string>()));
        (error.Reason, error.Message).ShouldBe(("CreateContainerConfigError", message));
    }

    [Fact]
    public void Services_become_variables()
    {
        var variables = new Dictionary<string, string>();
        ServiceLinks.Add(variables, new() { Metadata = new() { Name = "my-db" }, Spec = new() { ClusterIP = "127.16.128.9", Ports = [new() { Name = "sql", Port = 5432, Protocol = "TCP" }] } });
        variables.ShouldBe(
            new Dictionary<string, string>
            {
                ["MY_DB_SERVICE_HOST"] = "127.16.128.9",
                ["MY_DB_SERVICE_PORT"] = "5432",
                ["MY_DB_SERVICE_PORT_SQL"] = "5432",
                ["MY_DB_PORT"] = "tcp://127.16.128.9:5432",
                ["MY_DB_PORT_5432_TCP"] = "tcp://127.16.128.9:5432",
                ["MY_DB_PORT_5432_TCP_PROTO"] = "tcp",
                ["MY_DB_PORT_5432_TCP_PORT"] = "5432",
                ["MY_DB_PORT_5432_TCP_ADDR"] = "127.16.128.9",
            },
            ignoreOrder: true);
    }

    [Fact]
    public void Headless_services_are_no_variables()
    {
        var variables = new Dictionary<string, string>();
        ServiceLinks.Add(variables, new() { Metadata = new() { Name = "x" }, Spec = new() { ClusterIP = "None", Ports = [new() { Port = 1 }] } });
        variables.ShouldBeEmpty();
    }

    [Fact]
    public void Maps_are_written_as_Go_quotes_strings() =>
        Facts().Field("metadata.annotations").ShouldBe("a=\"x \\\"y\\\"\\n\"\nb=\"\"");

    private static PodFacts Facts() => new()
    {
        Pod = new()
        {
            Metadata = new()
            {
                Name = "p",
                Namespace = "n",
                Labels = new Dictionary<string, string> { ["app"] = "x" },
                Annotations = new Dictionary<string, string> { ["b"] = "", ["a"] = "x \"y\"\n" },
            },
            Spec = new(),
        },
        PodIP = "127.16.1.0",
        HostIP = "127.16.0.1",
        Allocatable = new Dictionary<string, Quantity>(),
    };

    private static PodObjects Objects() => new()
    {
        ConfigMaps = new Dictionary<string, ConfigMap?> { ["all"] = new() { Data = new Dictionary<string, string> { ["k"] = "1" } } },
        Secrets = new Dictionary<string, Secret?> { ["s"] = new() { Data = new Dictionary<string, string> { ["k"] = Convert.ToBase64String("secret"u8) } } },
    };
}
