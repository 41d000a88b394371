using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Submission;

public sealed class SubmitTests
{
    private static readonly string[] s_minimal =
        ["--spark-version", "4.3.0", "--class", "org.example.Main", "--conf", "spark.kubernetes.container.image=spark:1", "local:///app.jar"];

    [Fact]
    public async Task Waits_for_the_driver_and_returns_its_exit_code()
    {
        await using var server = await RecordingApiServer.StartAsync();
        server.PodStatus = Ended("Failed", 7);
        var run = await SubmitRun.Of(["--master", "k8s://" + server.Address, .. s_minimal]);
        run.ExitCode.ShouldBe(7);
        run.Error.ShouldContain("(phase: Failed)");
        run.Error.ShouldContain("exit code: 7");
    }

    [Fact]
    public async Task A_driver_that_succeeds_gives_zero()
    {
        await using var server = await RecordingApiServer.StartAsync();
        server.PodStatus = Ended("Succeeded", 0);
        var run = await SubmitRun.Of(["--master", "k8s://" + server.Address, .. s_minimal]);
        run.ExitCode.ShouldBe(0);
        run.Error.ShouldContain("finished");
    }

    [Fact]
    public async Task A_pod_that_failed_without_a_container_state_is_a_failure()
    {
        await using var server = await RecordingApiServer.StartAsync();
        server.PodStatus = new JsonObject { ["phase"] = "Failed", ["reason"] = "Evicted" };
        var run = await SubmitRun.Of(["--master", "k8s://" + server.Address, .. s_minimal]);
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("Evicted");
    }

    [Fact]
    public async Task Removes_the_driver_where_what_belongs_to_it_is_refused()
    {
        await using var server = await RecordingApiServer.StartAsync();
        server.Refusal = ("/networkpolicies/", 403);
        var run = await SubmitRun.Of(["--master", "k8s://" + server.Address, .. s_minimal]);
        run.ExitCode.ShouldBe(3);
        run.Error.ShouldContain("kubectl auth can-i create");
        server.Writes[^1]["method"]!.ToString().ShouldBe("DELETE");
        server.Writes[^1]["path"]!.ToString().ShouldEndWith("-driver");
    }

    [Fact]
    public async Task Says_that_a_cluster_cannot_be_reached()
    {
        var run = await SubmitRun.Of(["--master", "k8s://http://127.0.0.1:1", .. s_minimal]);
        run.ExitCode.ShouldBe(3);
        run.Error.ShouldContain("127.0.0.1:1");
    }

    [Fact]
    public async Task Dry_run_prints_the_objects_and_sends_nothing()
    {
        await using var server = await RecordingApiServer.StartAsync();
        var run = await SubmitRun.Of(["--master", "k8s://" + server.Address, "--dry-run", .. s_minimal]);
        run.ExitCode.ShouldBe(0);
        run.Out.ShouldContain("kind: Pod");
        run.Out.ShouldContain("kind: ConfigMap");
        server.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Tells_every_problem_at_once_with_keys_and_suggestions()
    {
        var run = await SubmitRun.Of(["--master", "k8s://http://127.0.0.1:1", "--drivr-memory", "1g", "--driver-cores", "none", "--class", "a.B", "--conf", "spark.novalue", "local:///app.jar"]);
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("did you mean --driver-memory?");
        run.Error.ShouldContain("Driver cores must be a positive number");
        run.Error.ShouldContain("Spark config without '=': spark.novalue");
        run.Error.ShouldContain("Must specify the driver container image");
        run.Error.ShouldContain("4 problems");
    }

    [Theory]
    [InlineData("default:app-driver", "app-driver")]
    [InlineData("app-driver", "app-driver")]
    public async Task Kill_deletes_the_driver_pod(string id, string pod)
    {
        await using var server = await RecordingApiServer.StartAsync();
        await SubmitRun.Of(["--master", "k8s://" + server.Address, "--conf", "spark.kubernetes.driver.pod.name=app-driver", "--conf", "spark.kubernetes.submission.waitAppCompletion=false", .. s_minimal]);
        var run = await SubmitRun.Of(["--master", "k8s://" + server.Address, "--kill", id]);
        run.ExitCode.ShouldBe(0);
        run.Error.ShouldContain($"Deleting driver pod: {pod}.");
        server.Writes[^1]["method"]!.ToString().ShouldBe("DELETE");
    }

    [Fact]
    public async Task Status_tells_the_state_of_the_driver()
    {
        await using var server = await RecordingApiServer.StartAsync();
        server.PodStatus = Ended("Failed", 3);
        await SubmitRun.Of(["--master", "k8s://" + server.Address, "--conf", "spark.kubernetes.driver.pod.name=app-driver", "--conf", "spark.kubernetes.submission.waitAppCompletion=false", .. s_minimal]);
        var run = await SubmitRun.Of(["--master", "k8s://" + server.Address, "--status", "default:app-driver"]);
        run.ExitCode.ShouldBe(0);
        run.Out.ShouldContain("phase: Failed");
        run.Out.ShouldContain("exit code: 3");
    }

    [Fact]
    public async Task Status_of_what_is_not_there_says_so()
    {
        await using var server = await RecordingApiServer.StartAsync();
        var run = await SubmitRun.Of(["--master", "k8s://" + server.Address, "--status", "default:none"]);
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("Application not found.");
    }

    [Fact]
    public async Task A_star_at_the_end_means_every_driver_that_starts_so()
    {
        await using var server = await RecordingApiServer.StartAsync();
        server.Have("/api/v1/namespaces/jobs/pods", new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "PodList",
            ["metadata"] = new JsonObject(),
            ["items"] = new JsonArray([.. ((string[])["nightly-1-driver", "nightly-2-driver", "weekly-driver"]).Select(name =>
                new JsonObject { ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "jobs" } })]),
        });
        var run = await SubmitRun.Of(["--master", "k8s://" + server.Address, "--kill", "jobs:nightly-*"]);
        run.ExitCode.ShouldBe(0, run.Error);
        server.Writes.Select(write => write["path"]!.ToString()).ShouldBe(["/api/v1/namespaces/jobs/pods/nightly-1-driver", "/api/v1/namespaces/jobs/pods/nightly-2-driver"]);
        (await SubmitRun.Of(["--master", "k8s://" + server.Address, "--status", "jobs:none*"])).Error.ShouldContain("No applications found.");
    }

    [Fact]
    public async Task A_claim_that_is_there_already_is_used_as_it_is()
    {
        const string Volume = "spark.kubernetes.driver.volumes.persistentVolumeClaim.data.";
        await using var server = await RecordingApiServer.StartAsync();
        server.Have("/api/v1/namespaces/default/persistentvolumeclaims/mine", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "mine" } });
        string[] volume = ["--conf", Volume + "mount.path=/data", "--conf", Volume + "options.claimName=mine", "--conf", Volume + "options.storageClass=fast", "--conf", Volume + "options.sizeLimit=1Gi"];
        var run = await SubmitRun.Of(["--master", "k8s://" + server.Address, "--conf", "spark.kubernetes.submission.waitAppCompletion=false", .. volume, .. s_minimal]);
        run.ExitCode.ShouldBe(0, run.Error);
        run.Error.ShouldContain("PersistentVolumeClaim mine exists already");
        server.Writes.ShouldNotContain(write => write["path"]!.ToString().Contains("persistentvolumeclaims", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pod_template_may_lie_on_a_web_server()
    {
        await using var server = await RecordingApiServer.StartAsync();
        server.Have("/driver.json", JsonNode.Parse("""{"apiVersion":"v1","kind":"Pod","spec":{"priorityClassName":"high"}}""")!.AsObject());
        string[] Template(string uri) => ["--master", "k8s://" + server.Address, "--dry-run", "--conf", "spark.kubernetes.driver.podTemplateFile=" + uri, .. s_minimal];
        (await SubmitRun.Of(Template(server.Address + "/driver.json"))).Out.ShouldContain("priorityClassName: high");
        (await SubmitRun.Of(Template(server.Address + "/none.json"))).Error.ShouldContain("Could not load pod from template file. " + server.Address + "/none.json: ");
        (await SubmitRun.Of(Template("hdfs://h/driver.yaml"))).Error.ShouldContain("Hearth reads no hdfs: files here");
    }

    private static JsonObject Ended(string phase, int exitCode) => new()
    {
        ["phase"] = phase,
        ["containerStatuses"] = new JsonArray(new JsonObject
        {
            ["name"] = "spark-kubernetes-driver",
            ["state"] = new JsonObject { ["terminated"] = new JsonObject { ["exitCode"] = exitCode, ["reason"] = "Error" } },
        }),
    };
}
