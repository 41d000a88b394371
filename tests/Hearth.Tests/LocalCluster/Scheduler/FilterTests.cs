using Hearth.LocalCluster.Scheduling;
using Shouldly;
using Xunit;
using static Hearth.Tests.LocalCluster.Scheduling.SchedulingPods;

namespace Hearth.Tests.LocalCluster.Scheduling;

/// <summary>What keeps a pod from a node, by Kubernetes' documentation and in the scheduler's words.</summary>
public sealed class FilterTests
{
    [Theory]
    [InlineData("""[{"key":"size","operator":"Gt","values":["7"]}]""", true)]
    [InlineData("""[{"key":"size","operator":"Gt","values":["8"]}]""", false)]
    [InlineData("""[{"key":"size","operator":"Lt","values":["9"]}]""", true)]
    [InlineData("""[{"key":"size","operator":"Lt","values":["8"]}]""", false)]
    [InlineData("""[{"key":"disk","operator":"Gt","values":["1"]}]""", false)]
    [InlineData("""[{"key":"none","operator":"Lt","values":["1"]}]""", false)]
    [InlineData("""[{"key":"none","operator":"NotIn","values":["1"]}]""", true)]
    [InlineData("""[{"key":"disk","operator":"In","values":["tape","ssd"]},{"key":"none","operator":"DoesNotExist"}]""", true)]
    [InlineData("""[{"key":"disk","operator":"In","values":["ssd"]},{"key":"none","operator":"Exists"}]""", false)]
    public void Expressions_of_a_term_all_hold(string expressions, bool fits) =>
        Trouble(Pod($$$$$$"""{"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchExpressions":{{{{{{expressions}}}}}}}]}}}}"""), Node("a", "size=8,disk=ssd"))
            .ShouldBe(fits ? null : "1 node(s) didn't match Pod's node affinity/selector");

    [Theory]
    [InlineData("""[{"matchExpressions":[{"key":"disk","operator":"In","values":["tape"]}]},{"matchExpressions":[{"key":"disk","operator":"In","values":["ssd"]}]}]""", true)]
    [InlineData("""[{}]""", false)]
    [InlineData("""[{"matchFields":[{"key":"metadata.name","operator":"NotIn","values":["a"]}]}]""", false)]
    [InlineData("""[{"matchFields":[{"key":"metadata.name","operator":"In","values":["a"]}],"matchExpressions":[{"key":"disk","operator":"Exists"}]}]""", true)]
    public void One_of_the_terms_is_enough_and_an_empty_one_fits_nothing(string terms, bool fits) =>
        (Trouble(Pod($$$$$$"""{"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":{{{{{{terms}}}}}}}}}}"""), Node("a", "disk=ssd")) is null).ShouldBe(fits);

    [Fact]
    public void Selector_and_affinity_both_hold() =>
        Trouble(Pod("""{"nodeSelector":{"disk":"ssd"},"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"zone","operator":"Exists"}]}]}}}}"""), Node("a", "disk=ssd"))
            .ShouldBe("1 node(s) didn't match Pod's node affinity/selector");

    [Theory]
    [InlineData("NoSchedule", "[]", "1 node(s) had untolerated taint {k: v}")]
    [InlineData("NoExecute", "[]", "1 node(s) had untolerated taint {k: v}")]
    [InlineData("PreferNoSchedule", "[]", null)]
    [InlineData("NoSchedule", """[{"key":"k","value":"v"}]""", null)]
    [InlineData("NoSchedule", """[{"key":"k","operator":"Exists","effect":"NoExecute"}]""", "1 node(s) had untolerated taint {k: v}")]
    [InlineData("NoExecute", """[{"key":"k","operator":"Exists","effect":"NoExecute","tolerationSeconds":1}]""", null)]
    [InlineData("NoSchedule", """[{"operator":"Exists"}]""", null)]
    public void Taints_keep_away_by_their_effect(string effect, string tolerations, string? trouble) =>
        Trouble(Pod($$$$$$"""{"tolerations":{{{{{{tolerations}}}}}}}"""), Node("a", spec: $$$$$$"""{"taints":[{"key":"k","value":"v","effect":"{{{{{{effect}}}}}}"}]}""")).ShouldBe(trouble);

    [Fact]
    public void A_taint_without_a_value_and_the_first_of_several_are_named() =>
        Trouble(Pod("""{"tolerations":[{"key":"a","operator":"Exists"}]}"""), Node("a", spec: """{"taints":[{"key":"a","effect":"NoSchedule"},{"key":"b","effect":"NoSchedule"},{"key":"c","value":"1","effect":"NoSchedule"}]}"""))
            .ShouldBe("1 node(s) had untolerated taint {b: }");

    [Theory]
    [InlineData("""{}""", "1 node(s) were unschedulable")]
    [InlineData("""{"tolerations":[{"key":"node.kubernetes.io/unschedulable","operator":"Exists","effect":"NoSchedule"}]}""", null)]
    public void A_cordon_is_tolerated_as_its_taint_is(string spec, string? trouble) =>
        Trouble(Pod(spec), Node("a", spec: """{"unschedulable":true}""")).ShouldBe(trouble);

    [Theory]
    [InlineData("""[{"containerPort":80,"hostPort":80}]""", "1 node(s) didn't have free ports for the requested pod ports")]
    [InlineData("""[{"containerPort":80,"hostPort":80,"protocol":"UDP"}]""", null)]
    [InlineData("""[{"containerPort":80,"hostPort":81}]""", null)]
    [InlineData("""[{"containerPort":80}]""", null)]
    public void Host_ports_are_taken_once(string ports, string? trouble)
    {
        var node = Node("a").With(Pod("""{"containers":[{"ports":[{"containerPort":8080,"hostPort":80}]}]}"""));
        Trouble(Pod($$$$$$"""{"containers":[{"ports":{{{{{{ports}}}}}}}]}"""), node).ShouldBe(trouble);
    }

    [Fact]
    public void Sidecars_take_host_ports_and_other_init_containers_do_not()
    {
        var taken = """[{"name":"x","ports":[{"containerPort":80,"hostPort":80}]""";
        Trouble(Pod("""{"containers":[{"ports":[{"containerPort":80,"hostPort":80}]}]}"""), Node("a").With(Pod($$$$$$"""{"initContainers":{{{{{{taken}}}}}},"restartPolicy":"Always"}]}""")))
            .ShouldBe("1 node(s) didn't have free ports for the requested pod ports");
        Trouble(Pod("""{"containers":[{"ports":[{"containerPort":80,"hostPort":80}]}]}"""), Node("a").With(Pod($$$$$$"""{"initContainers":{{{{{{taken}}}}}}}]}"""))).ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"containers":[{"resources":{"requests":{"cpu":"3"}}},{"resources":{"requests":{"cpu":"1"}}}]}""", 4000)]
    [InlineData("""{"initContainers":[{"resources":{"requests":{"cpu":"4"}}}],"containers":[{"resources":{"requests":{"cpu":"1"}}}]}""", 4000)]
    [InlineData("""{"initContainers":[{"restartPolicy":"Always","resources":{"requests":{"cpu":"1"}}},{"resources":{"requests":{"cpu":"2"}}}],"containers":[{"resources":{"requests":{"cpu":"1"}}}]}""", 3000)]
    [InlineData("""{"initContainers":[{"resources":{"requests":{"cpu":"2"}}},{"restartPolicy":"Always","resources":{"requests":{"cpu":"1"}}}],"containers":[{"resources":{"requests":{"cpu":"2"}}}]}""", 3000)]
    [InlineData("""{"containers":[{"resources":{"limits":{"cpu":"2"}}}],"overhead":{"cpu":"250m"}}""", 2250)]
    [InlineData("""{"resources":{"requests":{"cpu":"1500m"}},"containers":[{"resources":{"requests":{"cpu":"1"}}}]}""", 1500)]
    [InlineData("""{"resources":{"limits":{"cpu":"2"}},"containers":[{}],"overhead":{"cpu":"100m"}}""", 2100)]
    public void A_pod_needs_what_its_containers_or_it_as_a_whole_ask_for(string spec, long milli) => Amounts.RequestedBy(Pod(spec).Spec)["cpu"].ShouldBe(milli);

    [Fact]
    public void Resources_of_any_name_are_counted()
    {
        var node = Node("a", allocatable: """{"cpu":"4","memory":"8Gi","pods":"110","example.com/gpu":"2"}""").With(Pod("""{"containers":[{"resources":{"requests":{"example.com/gpu":"1"}}}]}"""));
        Trouble(Pod("""{"containers":[{"resources":{"requests":{"example.com/gpu":"1"}}}]}"""), node).ShouldBeNull();
        Trouble(Pod("""{"containers":[{"resources":{"requests":{"example.com/gpu":"2","cpu":"5"}}}]}"""), node).ShouldBe("1 Insufficient cpu, 1 Insufficient example.com/gpu");
    }

    [Theory]
    [InlineData("""{"labelSelector":{"matchLabels":{"app":"x"}}}""", false)]
    [InlineData("""{"labelSelector":{"matchLabels":{"app":"x"}},"namespaces":["m"]}""", true)]
    [InlineData("""{"labelSelector":{"matchLabels":{"app":"x"}},"namespaces":["m","n"]}""", false)]
    [InlineData("""{"labelSelector":{"matchLabels":{"app":"x"}},"namespaceSelector":{}}""", false)]
    [InlineData("""{"labelSelector":{"matchLabels":{"app":"x"}},"namespaceSelector":{"matchLabels":{"team":"b"}}}""", true)]
    [InlineData("""{"labelSelector":{"matchLabels":{"app":"x"}},"namespaceSelector":{"matchLabels":{"team":"b"}},"namespaces":["n"]}""", false)]
    [InlineData("""{"labelSelector":{}}""", false)]
    [InlineData("""{}""", true)]
    [InlineData("""{"labelSelector":{"matchExpressions":[{"key":"app","operator":"NotIn","values":["x"]}]}}""", true)]
    public void Pods_avoid_those_that_a_term_selects(string term, bool fits)
    {
        var pod = Pod($$$$$$"""{"affinity":{"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{{{{{{term.Insert(1, "\"topologyKey\":\"zone\"" + (term.Length > 2 ? "," : ""))}}}}}}]}}}""");
        var world = new SchedulingWorld([Node("a", "zone=1").With(Pod("{}", "app=x")), Node("b", "zone=1")])
        {
            Namespaces = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["n"] = new Dictionary<string, string> { ["team"] = "a" } },
        };
        (Placement.Of(pod, world).Node is not null).ShouldBe(fits);
    }

    [Fact]
    public void A_node_without_the_label_is_in_no_neighbourhood()
    {
        var apart = """{"affinity":{"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"zone","labelSelector":{"matchLabels":{"app":"x"}}}]}}}""";
        Trouble(Pod(apart), Node("a").With(Pod("{}", "app=x"))).ShouldBeNull();
        Trouble(Pod(apart.Replace("podAntiAffinity", "podAffinity", StringComparison.Ordinal)), Node("a").With(Pod("{}", "app=x"))).ShouldBe("1 node(s) didn't match pod affinity rules");
    }

    [Theory]
    [InlineData("""{"maxSkew":2}""", "a")]
    [InlineData("""{"maxSkew":1}""", "b")]
    [InlineData("""{"maxSkew":1,"minDomains":3}""", "b")]
    [InlineData("""{"maxSkew":2,"minDomains":3}""", "a")]
    [InlineData("""{"maxSkew":1,"nodeTaintsPolicy":"Honor"}""", "a")]
    public void Spreading_counts_domains(string constraint, string node)
    {
        // The second zone is worse in all but its crowd.
        var pod = Pod($$$$$$"""{"containers":[{"resources":{"requests":{"cpu":"1"}}}],"tolerations":[],"topologySpreadConstraints":[{{{{{{constraint.Insert(1, "\"topologyKey\":\"zone\",\"whenUnsatisfiable\":\"DoNotSchedule\",\"labelSelector\":{\"matchLabels\":{\"app\":\"x\"}},")}}}}}}]}""", "app=x");
        var taints = constraint.Contains("Honor", StringComparison.Ordinal) ? """{"taints":[{"key":"k","effect":"NoSchedule"}]}""" : """{"taints":[{"key":"k","effect":"PreferNoSchedule"}]}""";
        var placement = Place(pod, Node("a", "zone=1").With(Pod("{}", "app=x"), Pod("{}", "app=y")), Node("b", "zone=2", taints));
        placement.Node!.Name.ShouldBe(node);
    }

    [Fact]
    public void Pods_that_end_are_no_crowd()
    {
        var pod = Pod("""{"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule","labelSelector":{"matchLabels":{"app":"x"}}}]}""", "app=x");
        var node = Node("a", "zone=1").With(Pod("{}", "app=x") with { IsDeleting = true });
        Place(pod, node, Node("b", "zone=2", """{"unschedulable":true}""")).Node.ShouldBe(node);
    }

    [Fact]
    public void A_label_of_the_pod_narrows_whom_it_is_counted_with()
    {
        var pod = Pod("""{"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule","labelSelector":{"matchLabels":{"app":"x"}},"matchLabelKeys":["rev"]}]}""", "app=x,rev=2");
        var node = Node("a", "zone=1").With(Pod("{}", "app=x,rev=1"));
        Place(pod, node, Node("b", "zone=2", """{"unschedulable":true}""")).Node.ShouldBe(node);
    }

    [Fact]
    public void Every_node_is_counted_by_its_first_trouble() =>
        Place(
            Pod("""{"nodeSelector":{"disk":"ssd"},"containers":[{"resources":{"requests":{"cpu":"5","memory":"9Gi"}}}]}"""),
            Node("a", "disk=ssd"),
            Node("b", "disk=ssd"),
            Node("c", spec: """{"taints":[{"key":"k","value":"v","effect":"NoSchedule"}]}"""),
            Node("d", "disk=ssd", """{"unschedulable":true}"""),
            Node("e")).Trouble.ShouldBe(
            "0/5 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 1 node(s) had untolerated taint {k: v}, 1 node(s) were unschedulable, 2 Insufficient cpu, 2 Insufficient memory. "
            + "no new claims to deallocate, preemption: 0/5 nodes are available: 5 Preemption is not helpful for scheduling.");

    [Fact]
    public void Pods_of_a_service_or_a_set_go_apart_where_nothing_else_is_said()
    {
        var groups = new SpreadGroups(ns => ns == "n" ? [new Dictionary<string, string> { ["app"] = "x" }] : [], (_, _) => null);
        var nodes = new[] { Node("a", "kubernetes.io/hostname=a").With(Pod("{}", "app=x")), Node("b", "kubernetes.io/hostname=b").With(Pod("{}", "app=y"), Pod("{}", "app=y")) };
        NodeLoad? For(SchedulingPod pod) => Placement.Of(pod, new(nodes) { Groups = groups }).Node;
        For(Pod("{}", "app=x")).ShouldBe(nodes[1]);
        For(Pod("{}", "app=z")).ShouldBe(nodes[0]);
        For(Pod("{}", "app=x", ns: "other")).ShouldBe(nodes[0]);
    }

    private static Placement Place(SchedulingPod pod, params NodeLoad[] nodes) => Placement.Of(pod, new(nodes));

    /// <summary>Why the pod does not fit the node, without what is told of preemption.</summary>
    private static string? Trouble(SchedulingPod pod, NodeLoad node) =>
        Place(pod, node).Trouble is not { } trouble ? null : trouble["0/1 nodes are available: ".Length..].Split(". no new claims")[0].TrimEnd('.');
}
