using Hearth.Kube.Core.Objects;
using Hearth.Kube.Watching;
using Hearth.Spark.Api;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Operator;

public sealed class ApplicationStories
{
    [Fact]
    public async Task An_application_runs_to_its_end()
    {
        await using var cluster = await OperatorCluster.StartAsync();
        await using var hearth = Stories.Start(cluster.Client);
        await cluster.Client.CreateAsync(Stories.Application("pi"));

        var states = await cluster.Client.StatesAsync("pi", ApplicationStates.Completed);

        states.Where(s => s.Length > 0).ShouldBe(["SUBMITTED", "RUNNING", "SUCCEEDING", "COMPLETED"]);
        var pi = await cluster.Client.GetAsync(SparkResources.SparkApplications, "default", "pi", CancellationToken.None);
        pi.Status!.DriverInfo.PodName.ShouldBe("pi-driver");
        pi.Status.DriverInfo.WebUIServiceName.ShouldBe("pi-ui-svc");
        pi.Status.ExecutionAttempts.ShouldBe(1);
        pi.Status.SubmissionAttempts.ShouldBe(1);
        pi.Status.ObservedGeneration.ShouldBe(1);
        pi.Status.Conditions!.Single(c => c.Type == "Succeeded").Status.ShouldBe("True");
        var driver = await cluster.Client.GetAsync(ResourceTypes.Pods, "default", "pi-driver", CancellationToken.None);
        driver.Metadata.OwnerReferences!.Single().Kind.ShouldBe("SparkApplication");
        driver.Metadata.Labels![SparkLabels.SubmissionId].ShouldBe(pi.Status.SubmissionId);
        var maps = await cluster.Client.ListAsync(ResourceTypes.ConfigMaps, "default", null, CancellationToken.None);
        maps.Items.Where(m => m.Metadata.Name!.StartsWith("spark-drv-", StringComparison.Ordinal))
            .ShouldAllBe(m => m.Metadata.OwnerReferences!.Single().Uid == driver.Metadata.Uid);
    }

    [Fact]
    public async Task A_driver_that_fails_runs_again_as_often_as_asked()
    {
        await using var cluster = await OperatorCluster.StartAsync(_ => DriverRole.Fail);
        await using var hearth = Stories.Start(cluster.Client);
        await cluster.Client.CreateAsync(Stories.Application("pi", spec => spec with
        {
            RestartPolicy = new() { Type = "OnFailure", OnFailureRetries = 1, OnFailureRetryInterval = 1 },
        }));

        var states = await cluster.Client.StatesAsync("pi", ApplicationStates.Failed);

        states.Where(s => s.Length > 0).ShouldBe(["SUBMITTED", "RUNNING", "FAILING", "PENDING_RERUN", "SUBMITTED", "RUNNING", "FAILING", "FAILED"]);
        var pi = await cluster.Client.GetAsync(SparkResources.SparkApplications, "default", "pi", CancellationToken.None);
        pi.Status!.ExecutionAttempts.ShouldBe(2);
        pi.Status.ApplicationState.ErrorMessage.ShouldBe("driver container failed with ExitCode: 3, Reason: Error");
        pi.Status.Hearth!.Driver!.ExitCode.ShouldBe(3);
    }

    [Fact]
    public async Task A_missing_service_account_fails_the_submission()
    {
        await using var cluster = await OperatorCluster.StartAsync();
        await using var hearth = Stories.Start(cluster.Client);
        await cluster.Client.CreateAsync(Stories.Application("pi", spec => spec with { Driver = new() { ServiceAccount = "nobody" } }));

        var pi = await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Failed);

        pi.Status!.ApplicationState.ErrorMessage.ShouldNotBeNull().ShouldContain("failed to run spark-submit");
        pi.Status.SubmissionAttempts.ShouldBe(1);
        (await cluster.Client.ListAsync(ResourceTypes.Pods, "default", null, CancellationToken.None)).Items.ShouldBeEmpty();
        var maps = await cluster.Client.ListAsync(ResourceTypes.ConfigMaps, "default", null, CancellationToken.None);
        maps.Items.ShouldAllBe(m => m.Metadata.Name == "kube-root-ca.crt", "nothing of the attempt stays");
    }

    [Theory]
    [InlineData(false, ApplicationStates.Completed)]
    [InlineData(true, ApplicationStates.Failed)]
    public async Task A_claim_that_the_user_made_stays_the_user_s(bool taken, string end)
    {
        const string Volume = "spark.kubernetes.driver.volumes.persistentVolumeClaim.data.";
        await using var cluster = await OperatorCluster.StartAsync(controllers: true);
        await using var hearth = Stories.Start(cluster.Client);
        await cluster.Client.CreateAsync(ResourceTypes.PersistentVolumeClaims, "default", new PersistentVolumeClaim { Metadata = new() { Name = "mine" }, Spec = new() { AccessModes = ["ReadWriteOnce"], Resources = new() { Requests = new Dictionary<string, Hearth.Kube.Core.Quantities.Quantity> { ["storage"] = "1Gi" } } } }, CancellationToken.None);
        if (taken)
            await cluster.Client.CreateAsync(ResourceTypes.Pods, "default", new Pod { Metadata = new() { Name = "pi-driver" }, Spec = new() { Containers = [new() { Name = "c", Image = "other:1" }] } }, CancellationToken.None);
        await cluster.Client.CreateAsync(Stories.Application("pi", spec => spec with
        {
            SparkConf = new Dictionary<string, string>
            {
                [Volume + "mount.path"] = "/data",
                [Volume + "options.claimName"] = "mine",
                [Volume + "options.storageClass"] = "fast",
                [Volume + "options.sizeLimit"] = "1Gi",
            },
        }));

        await cluster.Client.WaitForStateAsync("pi", end);
        await cluster.Client.DeleteAsync(SparkResources.SparkApplications, "default", "pi", null, CancellationToken.None);
        await cluster.Client.DeleteAsync(ResourceTypes.Pods, "default", "pi-driver", new() { GracePeriodSeconds = 0 }, CancellationToken.None);

        var claim = await cluster.Client.GetAsync(ResourceTypes.PersistentVolumeClaims, "default", "mine", CancellationToken.None);
        claim.Metadata.DeletionTimestamp.ShouldBeNull();
        claim.Metadata.OwnerReferences.ShouldBeNull();
    }

    [Fact]
    public async Task What_a_submission_warns_of_becomes_an_event()
    {
        await using var cluster = await OperatorCluster.StartAsync();
        await using var hearth = Stories.Start(cluster.Client);
        await cluster.Client.CreateAsync(Stories.Application("pi", spec => spec with { SparkConf = new Dictionary<string, string> { ["spark.executor.memoryOverheads"] = "1g" } }));

        await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Completed);

        using var limit = new CancellationTokenSource(Stories.Patience);
        await foreach (var e in cluster.Client.WatchAsync(ResourceTypes.Events, "default", null, limit.Token))
        {
            if (e.Object.Reason == "SparkApplicationSubmissionWarning")
            {
                e.Object.Message.ShouldNotBeNull().ShouldContain("did you mean spark.executor.memoryOverhead?");
                break;
            }
        }
    }

    [Fact]
    public async Task Suspend_deletes_the_pods_and_resume_runs_it_again()
    {
        var role = DriverRole.Run;
        await using var cluster = await OperatorCluster.StartAsync(_ => role);
        await using var hearth = Stories.Start(cluster.Client);
        var pi = await cluster.Client.CreateAsync(Stories.Application("pi"));
        pi = await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Running);

        await cluster.Client.SetSuspendAsync("pi", true);
        await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Suspended);
        role = DriverRole.Succeed;
        await cluster.Client.SetSuspendAsync("pi", false);
        var states = await cluster.Client.StatesAsync("pi", ApplicationStates.Completed);

        states.ShouldContain("RESUMING");
        cluster.Player.Runs.Count.ShouldBe(2);
        cluster.Player.Violations.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_changed_spec_replaces_the_run_but_never_reruns_what_is_over()
    {
        var role = DriverRole.Run;
        await using var cluster = await OperatorCluster.StartAsync(_ => role);
        await using var hearth = Stories.Start(cluster.Client);
        await cluster.Client.CreateAsync(Stories.Application("pi"));
        await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Running);

        role = DriverRole.Succeed;
        await cluster.Client.SetArgumentsAsync("pi", "7");
        var done = await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Completed);
        done.Status!.ExecutionAttempts.ShouldBe(1);
        cluster.Player.Runs.Count.ShouldBe(2);

        await cluster.Client.SetArgumentsAsync("pi", "8");
        await cluster.Client.WaitAsync("pi", a => a.Status!.ObservedGeneration == a.Metadata.Generation);
        cluster.Player.Runs.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_driver_pod_that_vanishes_fails_the_application()
    {
        await using var cluster = await OperatorCluster.StartAsync(_ => DriverRole.Run);
        await using var hearth = Stories.Start(cluster.Client);
        await cluster.Client.CreateAsync(Stories.Application("pi"));
        await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Running);

        await cluster.Client.DeleteAsync(ResourceTypes.Pods, "default", "pi-driver", new() { GracePeriodSeconds = 0 }, CancellationToken.None);

        var pi = await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Failed);
        pi.Status!.ApplicationState.ErrorMessage.ShouldBe("driver pod not found");
    }

    [Fact]
    public async Task A_driver_that_never_runs_ends_with_its_deadline()
    {
        await using var cluster = await OperatorCluster.StartAsync(_ => DriverRole.Pend);
        await using var hearth = Stories.Start(cluster.Client);
        await cluster.Client.CreateAsync(Stories.Application("pi", spec => spec with { Hearth = new() { Deadlines = new() { Pending = "1s" } } }));

        var pi = await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Failed);

        pi.Status!.ApplicationState.ErrorMessage.ShouldNotBeNull().ShouldContain("spec.hearth.deadlines.pending");
    }

    [Fact]
    public async Task A_time_to_live_deletes_the_application_after_its_end()
    {
        await using var cluster = await OperatorCluster.StartAsync();
        await using var hearth = Stories.Start(cluster.Client);
        await cluster.Client.CreateAsync(Stories.Application("pi", spec => spec with { TimeToLiveSeconds = 0 }));

        var deleted = false;
        await Should.NotThrowAsync(async () =>
        {
            using var limit = new CancellationTokenSource(Stories.Patience);
            await foreach (var e in cluster.Client.WatchAsync(SparkResources.SparkApplications, "default", null, limit.Token))
            {
                deleted |= e.Type == WatchEventType.Deleted;
                if (deleted)
                    break;
            }
        });
        deleted.ShouldBeTrue();
    }
}
