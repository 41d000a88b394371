using System.Net;
using Hearth.Kube.Core.Objects;
using Hearth.LocalCluster.Nodes;
using Shouldly;
using Xunit;

namespace Hearth.Tests.LocalCluster.Nodes;

public sealed class NetworkTests
{
    [Fact]
    public void A_service_has_its_four_names_and_the_short_one_in_its_own_namespace_only()
    {
        var snapshot = new HostsSnapshot([("127.16.128.5", "db", "a")], [("127.16.1.0", "p", "a")], []);
        HostsFiles.Content(snapshot, "a", [], "cluster.local").ShouldContain("127.16.128.5\tdb db.a db.a.svc db.a.svc.cluster.local\n");
        var other = HostsFiles.Content(snapshot, "b", [new() { Ip = "1.2.3.4", Hostnames = ["x", "y"] }], "cluster.local");
        other.ShouldContain("127.16.128.5\tdb.a db.a.svc db.a.svc.cluster.local\n");
        other.ShouldNotContain("127.16.1.0");
        other.ShouldContain("1.2.3.4\tx\ty\n");
    }

    [Fact]
    public void A_hosts_file_changes_in_place()
    {
        var folder = Directory.CreateTempSubdirectory("hearth-hosts-").FullName;
        try
        {
            var hosts = new HostsFiles(folder, "cluster.local");
            var file = hosts.FileFor(new Pod { Metadata = new() { Namespace = "a", Name = "p", Uid = "u" } });
            using var open = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            hosts.Update(new([("127.16.128.5", "db", "a")], [], []));
            open.ReadToEnd().ShouldContain("db.a.svc");
            hosts.Update(new([], [], []));
            File.ReadAllText(file).ShouldNotContain("db.a.svc");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Services_lead_to_ready_pods_or_to_all_that_they_publish()
    {
        Pod[] pods = [Pod("b", ready: true), Pod("a", ready: true), Pod("c", ready: false), Pod("d", ready: true, label: "y"), Pod("e", ready: true, phase: "Succeeded")];
        var service = new Service { Metadata = new() { Namespace = "n" }, Spec = new() { ClusterIP = "None", Selector = new Dictionary<string, string> { ["app"] = "x" } } };
        ServiceTable.Backends(service, pods).Select(p => p.Metadata.Name).ShouldBe(["a", "b"]);
        ServiceTable.Backends(service with { Spec = service.Spec with { PublishNotReadyAddresses = true } }, pods).Select(p => p.Metadata.Name).ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public void A_port_leads_to_the_container_port_by_number_or_name()
    {
        var pod = Pod("a", ready: true) with { Spec = new() { Containers = [new() { Name = "c", Ports = [new() { Name = "http", Port = 8080 }] }] } };
        ServiceTable.Target(new() { Port = 80 }, pod).ShouldBe(new IPEndPoint(IPAddress.Parse("127.16.1.0"), 80));
        ServiceTable.Target(new() { Port = 80, TargetPort = 81 }, pod)!.Port.ShouldBe(81);
        ServiceTable.Target(new() { Port = 80, TargetPort = "http" }, pod)!.Port.ShouldBe(8080);
        ServiceTable.Target(new() { Port = 80, TargetPort = "none" }, pod).ShouldBeNull();
    }

    private static Pod Pod(string name, bool ready, string label = "x", string phase = "Running") => new()
    {
        Metadata = new() { Name = name, Namespace = "n", Labels = new Dictionary<string, string> { ["app"] = label } },
        Status = new() { Phase = phase, PodIP = "127.16.1.0", Conditions = [new() { Type = "Ready", Status = ready ? "True" : "False" }] },
    };
}
