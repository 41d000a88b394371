using System.Text.Json;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Quantities;
using Hearth.LocalCluster.Scheduling;
using Shouldly;
using Xunit;

namespace Hearth.Tests.LocalCluster.Scheduling;

public sealed class PlacementTests
{
    private const string NotHelpful = " no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.";
    private const string NoVictims = " no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.";

    [Fact]
    public void The_emptier_node_is_chosen()
    {
        var nodes = new[] { Load("a", cpu: "4"), Load("b", cpu: "4") };
        nodes[0].Add(Waiting(cpu: "2"));
        Place(Waiting(cpu: "1"), nodes).Node!.Name.ShouldBe("b");
    }

    [Fact]
    public void Without_nodes_it_says_so() =>
        Place(Waiting(), []).Trouble.ShouldBe("no nodes available to schedule pods");

    [Fact]
    public void Too_little_room_is_told_by_resource() =>
        Place(Waiting(cpu: "5", memory: "9Gi"), [Load("a", cpu: "4", memory: "8Gi")]).Trouble
            .ShouldBe("0/1 nodes are available: 1 Insufficient cpu, 1 Insufficient memory." + NotHelpful);

    [Fact]
    public void A_full_node_without_lesser_pods_has_no_victims()
    {
        var node = Load("a", cpu: "4");
        node.Add(Waiting(cpu: "3"));
        Place(Waiting(cpu: "2"), [node]).Trouble.ShouldBe("0/1 nodes are available: 1 Insufficient cpu." + NoVictims);
    }

    [Fact]
    public void Reasons_are_counted_over_nodes()
    {
        var tainted = Load("c", node => node with { Spec = new() { Taints = [new() { Key = "gpu", Value = "yes", Effect = "NoSchedule" }] } });
        Place(Waiting(cpu: "5"), [Load("a", cpu: "4"), Load("b", cpu: "4"), tainted]).Trouble!
            .ShouldStartWith("0/3 nodes are available: 1 node(s) had untolerated taint {gpu: yes}, 2 Insufficient cpu. no new claims");
    }

    [Fact]
    public void Full_nodes_take_no_more_pods()
    {
        var node = Load("a", n => n with { Status = new() { Allocatable = new Dictionary<string, Quantity> { ["pods"] = "1" } } });
        node.Add(Waiting());
        Place(Waiting(), [node]).Trouble.ShouldBe("0/1 nodes are available: 1 Too many pods." + NoVictims);
    }

    [Fact]
    public void Cordoned_nodes_are_left_out() =>
        Place(Waiting(), [Load("a", n => n with { Spec = new() { Unschedulable = true } })]).Trouble
            .ShouldBe("0/1 nodes are available: 1 node(s) were unschedulable." + NotHelpful);

    [Fact]
    public void Selectors_choose_by_labels()
    {
        var pod = Waiting(change: s => s with { NodeSelector = new Dictionary<string, string> { ["disk"] = "ssd" } });
        Place(pod, [Load("a")]).Trouble.ShouldBe("0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector." + NotHelpful);
        Place(pod, [Load("a"), Labelled("b", "disk", "ssd")]).Node!.Name.ShouldBe("b");
    }

    [Theory]
    [InlineData("In", "[\"ssd\"]", true)]
    [InlineData("NotIn", "[\"ssd\"]", false)]
    [InlineData("Exists", "[]", true)]
    [InlineData("DoesNotExist", "[]", false)]
    public void Node_affinity_knows_the_operators(string @operator, string values, bool fits)
    {
        var pod = WithAffinity($$$$$$"""{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"disk","operator":"{{{{{{@operator}}}}}}","values":{{{{{{values}}}}}}}]}]}}}""");
        (Place(pod, [Labelled("a", "disk", "ssd")]).Node is not null).ShouldBe(fits);
    }

    [Fact]
    public void Preferences_outweigh_names()
    {
        var pod = WithAffinity("""{"nodeAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":100,"preference":{"matchExpressions":[{"key":"disk","operator":"In","values":["ssd"]}]}}]}}""");
        Place(pod, [Load("a"), Labelled("b", "disk", "ssd")]).Node!.Name.ShouldBe("b");
    }

    [Fact]
    public void Pods_that_avoid_each_other_go_apart()
    {
        var apart = """{"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"zone","labelSelector":{"matchLabels":{"app":"x"}}}]}}""";
        var nodes = new[] { Labelled("a", "zone", "1"), Labelled("b", "zone", "1") };
        nodes[0].Add(Waiting(label: "x"));
        Place(WithAffinity(apart), nodes).Trouble!.ShouldStartWith("0/2 nodes are available: 2 node(s) didn't match pod anti-affinity rules.");
        nodes[0].Pods.Clear();
        nodes[1].Add(WithAffinity(apart));
        Place(Waiting(label: "x"), nodes).Trouble!.ShouldStartWith("0/2 nodes are available: 2 node(s) didn't satisfy existing pods anti-affinity rules.");
    }

    [Fact]
    public void Pods_that_belong_together_go_together_and_the_first_of_them_anywhere()
    {
        var near = """{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"kubernetes.io/hostname","labelSelector":{"matchLabels":{"app":"x"}}}]}}""";
        var nodes = new[] { Labelled("a", "kubernetes.io/hostname", "a"), Labelled("b", "kubernetes.io/hostname", "b") };
        Place(WithAffinity(near), nodes).Trouble!.ShouldStartWith("0/2 nodes are available: 2 node(s) didn't match pod affinity rules.");
        Place(WithAffinity(near, label: "x"), nodes).Node.ShouldNotBeNull();
        nodes[1].Add(Waiting(label: "x"));
        Place(WithAffinity(near), nodes).Node!.Name.ShouldBe("b");
    }

    [Theory]
    [InlineData("gpu", "Equal", "yes", "", true)]
    [InlineData("gpu", "Equal", "no", "", false)]
    [InlineData("gpu", "Exists", null, "", true)]
    [InlineData("gpu", "Exists", null, "NoExecute", false)]
    [InlineData("", "Exists", null, "", true)]
    [InlineData("other", "Exists", null, "", false)]
    public void Tolerations_open_tainted_nodes(string key, string @operator, string? value, string effect, bool fits)
    {
        var pod = Waiting(change: s => s with { Tolerations = [new() { Key = key, Operator = @operator, Value = value, Effect = effect }] });
        var node = Load("a", n => n with { Spec = new() { Taints = [new() { Key = "gpu", Value = "yes", Effect = "NoSchedule" }] } });
        (Place(pod, [node]).Node is not null).ShouldBe(fits);
    }

    [Fact]
    public void A_more_important_pod_ends_as_few_and_as_unimportant_ones_as_it_can()
    {
        var node = Load("a", cpu: "4");
        var (low, middle, equal) = (Waiting(cpu: "2", priority: 1), Waiting(cpu: "1", priority: 5), Waiting(cpu: "1", priority: 9));
        foreach (var pod in new[] { low, middle, equal })
            node.Add(pod);
        var placement = Place(Waiting(cpu: "2", priority: 9), [node]);
        placement.Node.ShouldBeNull();
        placement.Nominated.ShouldBe(node);
        placement.Victims.ShouldBe([low]);
        node.Requested["cpu"].ShouldBe(4000);
    }

    [Fact]
    public void Where_others_make_room_nothing_is_said_of_preemption()
    {
        var node = Load("a", cpu: "4");
        node.Add(Waiting(cpu: "3", priority: 1));
        Place(Waiting(cpu: "2", priority: 9), [node]).Trouble.ShouldBe("0/1 nodes are available: 1 Insufficient cpu.");
    }

    [Fact]
    public void Where_the_end_of_lesser_pods_does_not_help_it_says_what_is_still_missing()
    {
        var node = Load("a", cpu: "4");
        node.Add(Waiting(cpu: "3", priority: 9));
        node.Add(Waiting(cpu: "1", priority: 1));
        Place(Waiting(cpu: "2", priority: 9), [node]).Trouble!.ShouldEndWith("preemption: 0/1 nodes are available: 1 Insufficient cpu.");
    }

    [Fact]
    public void While_its_victims_end_a_pod_chooses_no_others()
    {
        var nodes = new[] { Load("a", cpu: "4"), Load("b", cpu: "4") };
        nodes[0].Add(Waiting(cpu: "4", priority: 1) with { IsDeleting = true, IsPreempted = true });
        nodes[1].Add(Waiting(cpu: "4", priority: 1));
        var placement = Place(Waiting(cpu: "4", priority: 9) with { NominatedNode = "a" }, nodes);
        placement.Victims.ShouldBeEmpty();
        placement.Trouble!.ShouldEndWith("preemption: not eligible due to a terminating pod on the nominated node.");
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData("127.0.0.1", "127.0.0.2", true)]
    [InlineData("127.0.0.1", "0.0.0.0", false)]
    public void Host_ports_collide_by_address(string? mine, string? theirs, bool fits)
    {
        PodSpec Port(PodSpec spec, string? address) => spec with { Containers = [spec.Containers![0] with { Ports = [new() { Port = 80, HostPort = 80, HostIP = address }] }] };
        var node = Load("a");
        node.Add(Waiting(change: s => Port(s, theirs)));
        (Place(Waiting(change: s => Port(s, mine)), [node]).Node is not null).ShouldBe(fits);
    }

    [Theory]
    [InlineData("", "a", "b", null)]
    [InlineData(",\"minDomains\":3", "a", "b", "node(s) didn't match pod topology spread constraints")]
    public void Pods_spread_over_zones(string more, string first, string second, string? trouble)
    {
        var nodes = new[] { Labelled(first, "zone", "1"), Labelled(second, "zone", "2"), Load("bare") };
        nodes[0].Add(Waiting(label: "x"));
        if (trouble is not null)
            nodes[1].Add(Waiting(label: "x"));
        var constraint = $$$"""[{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule","labelSelector":{"matchLabels":{"app":"x"}}{{{more}}}}]""";
        var placement = Place(Waiting(label: "x", change: s => s with { Extra = new() { ["topologySpreadConstraints"] = JsonDocument.Parse(constraint).RootElement } }), nodes);
        if (trouble is null)
            placement.Node!.Name.ShouldBe(second);
        else
            placement.Trouble!.ShouldStartWith($"0/3 nodes are available: 1 {trouble} (missing required label), 2 {trouble}.");
    }

    [Fact]
    public void Nodes_where_the_pod_cannot_be_do_not_count_for_its_spread()
    {
        var nodes = new[] { Labelled("a", "zone", "1"), Labelled("b", "zone", "2") };
        nodes[0].Add(Waiting(label: "x"));
        var constraint = """[{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule","labelSelector":{"matchLabels":{"app":"x"}}}]""";
        var pod = Waiting(label: "x", change: s => s with
        {
            NodeSelector = new Dictionary<string, string> { ["zone"] = "1" },
            Extra = new() { ["topologySpreadConstraints"] = JsonDocument.Parse(constraint).RootElement },
        });
        Place(pod, nodes).Node!.Name.ShouldBe("a");
    }

    [Fact]
    public void A_pod_that_may_not_preempt_does_not()
    {
        var node = Load("a", cpu: "1");
        node.Add(Waiting(cpu: "1"));
        var placement = Place(Waiting(cpu: "1", priority: 9, change: s => s with { PreemptionPolicy = "Never" }), [node]);
        placement.Victims.ShouldBeEmpty();
        placement.Trouble!.ShouldEndWith("preemption: not eligible due to preemptionPolicy=Never.");
    }

    [Fact]
    public void Namespaces_are_selected_by_their_labels()
    {
        var apart = """{"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"zone","labelSelector":{"matchLabels":{"app":"x"}},"namespaceSelector":{"matchLabels":{"team":"a"}}}]}}""";
        var node = Labelled("a", "zone", "1");
        node.Add(Waiting(label: "x"));
        SchedulingWorld World(string team) => new([node]) { Namespaces = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["n"] = new Dictionary<string, string> { ["team"] = team } } };
        Placement.Of(WithAffinity(apart), World("a")).Trouble!.ShouldStartWith("0/1 nodes are available: 1 node(s) didn't match pod anti-affinity rules.");
        Placement.Of(WithAffinity(apart), World("b")).Node.ShouldBe(node);
    }

    [Fact]
    public void A_pod_that_names_its_node_is_not_tried_elsewhere()
    {
        const string Terms = """{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchFields":[{"key":"metadata.name","operator":"In","values":["b"]}]}]}}}""";
        Place(WithAffinity(Terms), [Load("a"), Load("b")]).Node!.Name.ShouldBe("b");
        Place(WithAffinity(Terms), [Load("a"), Load("b", n => n with { Spec = new() { Unschedulable = true } })]).Trouble
            .ShouldBe("0/2 nodes are available: 1 node(s) didn't satisfy plugin(s) [NodeAffinity], 1 node(s) were unschedulable. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.");
        var conflict = Terms.Replace("]}]}]", "]},{\"key\":\"metadata.name\",\"operator\":\"In\",\"values\":[\"c\"]}]}]", StringComparison.Ordinal);
        Place(WithAffinity(conflict), [Load("a")]).Trouble!.ShouldStartWith("0/1 nodes are available: pod affinity terms conflict.");
    }

    [Fact]
    public void Volumes_decide_too()
    {
        var terms = JsonDocument.Parse("""[{"matchExpressions":[{"key":"disk","operator":"In","values":["ssd"]}]}]""").RootElement.EnumerateArray().ToArray();
        string? Trouble(PodVolumes volumes, NodeLoad node) => Place(Waiting() with { Volumes = volumes }, [node]).Trouble;
        Trouble(new() { Trouble = "persistentvolumeclaim \"c\" not found" }, Load("a")).ShouldBe("0/1 nodes are available: persistentvolumeclaim \"c\" not found." + NotHelpful);
        Trouble(new() { Places = [terms] }, Load("a")).ShouldBe("0/1 nodes are available: 1 node(s) had volume node affinity conflict." + NotHelpful);
        Trouble(new() { Places = [terms] }, Labelled("a", "disk", "ssd")).ShouldBeNull();
        Trouble(new() { IsMissingVolume = true }, Load("a")).ShouldBe("0/1 nodes are available: 1 node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)." + NotHelpful);
        Trouble(new() { Zones = [("zone", ["1", "2"])] }, Labelled("a", "zone", "3")).ShouldBe("0/1 nodes are available: 1 node(s) had no available volume zone." + NotHelpful);
        Trouble(new() { Zones = [("zone", ["1", "2"])] }, Labelled("a", "zone", "2")).ShouldBeNull();
        Trouble(new() { Choices = [[terms]] }, Load("a")).ShouldBe("0/1 nodes are available: 1 node(s) didn't find available persistent volumes to bind." + NotHelpful);
        Trouble(new() { Choices = [[terms, null]] }, Load("a")).ShouldBeNull();
    }

    [Fact]
    public void A_claim_of_one_pod_alone_is_not_shared()
    {
        var node = Load("a");
        PodSpec Using(PodSpec spec) => spec with { Volumes = [new() { Name = "v", PersistentVolumeClaim = new() { ClaimName = "c" } }] };
        node.Add(Waiting(change: Using));
        Place(Waiting(change: Using) with { Volumes = new() { Exclusive = ["c"] } }, [node]).Trouble!
            .ShouldStartWith("0/1 nodes are available: 1 node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode.");
    }

    [Fact]
    public void Pods_that_a_budget_keeps_are_ended_last()
    {
        var nodes = new[] { Load("a", cpu: "2"), Load("b", cpu: "2") };
        nodes[0].Add(Waiting(cpu: "2", priority: 1, label: "kept"));
        nodes[1].Add(Waiting(cpu: "2", priority: 5));
        var selector = JsonDocument.Parse("""{"matchLabels":{"app":"kept"}}""").RootElement;
        Placement Around(int allowed) => Placement.Of(Waiting(cpu: "2", priority: 9), new(nodes) { Budgets = [new("n", selector, allowed, new HashSet<string>())] });
        Around(1).Nominated.ShouldBe(nodes[0]);
        Around(0).Nominated.ShouldBe(nodes[1]);
    }

    [Fact]
    public void Where_all_are_kept_one_of_them_goes_all_the_same()
    {
        var node = Load("a", cpu: "2");
        var (old, young) = (Waiting(cpu: "1", label: "kept") with { Started = DateTimeOffset.UnixEpoch }, Waiting(cpu: "1", label: "kept") with { Started = DateTimeOffset.UnixEpoch.AddDays(1) });
        node.Add(old);
        node.Add(young);
        var selector = JsonDocument.Parse("""{"matchLabels":{"app":"kept"}}""").RootElement;
        var placement = Placement.Of(Waiting(cpu: "1", priority: 9), new([node]) { Budgets = [new("n", selector, 0, new HashSet<string>())] });
        placement.Victims.ShouldBe([young]);
    }

    [Fact]
    public void Room_that_was_promised_is_kept_for_the_one_who_waits_for_it()
    {
        var node = Load("a", cpu: "2");
        var (high, promised, equal, low) = (Waiting(cpu: "2", priority: 9), Waiting(cpu: "2", priority: 5) with { NominatedNode = "a" }, Waiting(cpu: "2", priority: 5), Waiting(cpu: "2", priority: 1));
        var promises = new Promises([high, equal, promised, low], [node]);
        promises.KeepBefore(high);
        Place(high, [node]).Node.ShouldBe(node);
        promises.KeepBefore(equal);
        Place(equal, [node]).Node.ShouldBeNull();
        promises.KeepBefore(promised);
        Place(promised, [node]).Node.ShouldBe(node);
        node.Add(promised);
        promises.KeepBefore(low);
        node.Pods.ShouldBe([promised]);
    }

    [Fact]
    public void A_node_that_was_promised_and_does_not_do_is_given_up()
    {
        var pod = Waiting(cpu: "9", priority: 9) with { NominatedNode = "a" };
        Place(pod, [Load("a", cpu: "4")]).ForgetsNomination.ShouldBeTrue();
        var node = Load("a", cpu: "9");
        node.Add(Waiting(cpu: "9", priority: 1) with { IsDeleting = true, IsPreempted = true });
        Place(pod, [node]).ForgetsNomination.ShouldBeFalse();
    }

    [Fact]
    public void What_a_pod_prefers_outweighs_room()
    {
        var pod = WithAffinity("""{"nodeAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":1,"preference":{"matchExpressions":[{"key":"disk","operator":"In","values":["ssd"]}]}}]}}""");
        var full = Labelled("b", "disk", "ssd");
        full.Add(Waiting(cpu: "50"));
        Place(pod, [Load("a"), full]).Node.ShouldBe(full);
    }

    [Fact]
    public void Soft_constraints_spread_what_else_is_equal()
    {
        var nodes = new[] { Labelled("a", "zone", "1"), Labelled("b", "zone", "2") };
        nodes[0].Add(Waiting(label: "x"));
        var constraint = """[{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"ScheduleAnyway","labelSelector":{"matchLabels":{"app":"x"}}}]""";
        nodes[1].Add(Waiting(cpu: "10"));
        Place(Waiting(label: "x", change: s => s with { Extra = new() { ["topologySpreadConstraints"] = JsonDocument.Parse(constraint).RootElement } }), nodes).Node.ShouldBe(nodes[1]);
    }

    [Fact]
    public void A_pod_requests_what_its_hungriest_moment_needs()
    {
        var spec = new PodSpec
        {
            InitContainers = [Asking("sidecar", "100m") with { RestartPolicy = "Always" }, Asking("init", "3")],
            Containers = [Asking("a", "1"), Asking("b", "1") with { Resources = new() { Limits = new Dictionary<string, Quantity> { ["cpu"] = "500m" } } }],
        };
        Amounts.RequestedBy(spec)["cpu"].ShouldBe(3100);
        Amounts.RequestedBy(spec with { InitContainers = null })["cpu"].ShouldBe(1500);
    }

    private static Placement Place(SchedulingPod pod, IReadOnlyList<NodeLoad> nodes) => Placement.Of(pod, new(nodes));

    private static Container Asking(string name, string cpu) => new() { Name = name, Resources = new() { Requests = new Dictionary<string, Quantity> { ["cpu"] = cpu } } };

    private static SchedulingPod WithAffinity(string json, string label = "other") =>
        Waiting(label: label, change: s => s with { Affinity = JsonDocument.Parse(json).RootElement });

    private static SchedulingPod Waiting(string cpu = "0", string memory = "0", int priority = 0, string label = "other", Func<PodSpec, PodSpec>? change = null)
    {
        var spec = new PodSpec
        {
            Priority = priority,
            Containers = [new() { Name = "c", Resources = new() { Requests = new Dictionary<string, Quantity> { ["cpu"] = cpu, ["memory"] = memory } } }],
        };
        var metadata = new ObjectMeta { Name = "p", Namespace = "n", Uid = Guid.NewGuid().ToString(), Labels = new Dictionary<string, string> { ["app"] = label } };
        return SchedulingPod.Of(new() { Metadata = metadata, Spec = change?.Invoke(spec) ?? spec })!;
    }

    private static NodeLoad Labelled(string name, string label, string value) =>
        Load(name, n => n with { Metadata = n.Metadata with { Labels = new Dictionary<string, string> { [label] = value } } });

    private static NodeLoad Load(string name, string cpu, string memory = "100Gi") =>
        Load(name, n => n with { Status = new() { Allocatable = new Dictionary<string, Quantity> { ["cpu"] = cpu, ["memory"] = memory, ["pods"] = "110" } } });

    private static NodeLoad Load(string name, Func<Node, Node>? change = null)
    {
        var node = new Node
        {
            Metadata = new() { Name = name },
            Status = new() { Allocatable = new Dictionary<string, Quantity> { ["cpu"] = "100", ["memory"] = "100Gi", ["pods"] = "110" } },
        };
        return new(change?.Invoke(node) ?? node);
    }
}
