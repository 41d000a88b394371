using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.Spark.Api;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Operator;

/// <summary>What users do to applications at awkward moments.</summary>
public sealed class LifeStories
{
    [Fact]
    public async Task An_application_that_wants_the_name_of_another_s_driver_leaves_it_alone()
    {
        await using var cluster = await OperatorCluster.StartAsync(_ => DriverRole.Run);
        await using var hearth = Stories.Start(cluster.Client);
        await cluster.Client.CreateAsync(Stories.Application("first", spec => spec with { Driver = new() { PodName = "main" } }));
        await cluster.Client.WaitForStateAsync("first", ApplicationStates.Running);

        await cluster.Client.CreateAsync(Stories.Application("second", spec => spec with
        {
            Driver = new() { PodName = "main" },
            RestartPolicy = new() { Type = "OnFailure", OnSubmissionFailureRetries = 1, OnSubmissionFailureRetryInterval = 1 },
        }));
        var second = await cluster.Client.WaitForStateAsync("second", ApplicationStates.Failed);
        await cluster.Client.DeleteAsync(SparkResources.SparkApplications, "default", "second", null, CancellationToken.None);

        second.Status!.ApplicationState.ErrorMessage.ShouldNotBeNull().ShouldContain("driver pod already exist");
        second.Status.SubmissionAttempts.ShouldBe(2);
        var driver = await cluster.Client.GetAsync(ResourceTypes.Pods, "default", "main", CancellationToken.None);
        driver.Metadata.DeletionTimestamp.ShouldBeNull();
        driver.Metadata.Labels![SparkLabels.AppName].ShouldBe("first");
    }

    [Fact]
    public async Task A_driver_of_another_name_is_gone_before_the_next_one_runs()
    {
        var role = DriverRole.Linger;
        await using var cluster = await OperatorCluster.StartAsync(_ => role);
        await using var hearth = Stories.Start(cluster.Client);
        await cluster.Client.CreateAsync(Stories.Application("pi", spec => spec with { Driver = new() { PodName = "before" } }));
        await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Running);

        role = DriverRole.Succeed;
        await PatchAsync(cluster.Client, """{"spec":{"driver":{"podName":"after"}}}""");
        var pi = await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Completed);

        pi.Status!.DriverInfo.PodName.ShouldBe("after");
        (await cluster.Client.FindAsync(ResourceTypes.Pods, "default", "before", CancellationToken.None)).ShouldBeNull();
        cluster.Player.Violations.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_application_that_is_made_anew_waits_for_the_driver_of_the_deleted_one()
    {
        var role = DriverRole.Linger;
        await using var cluster = await OperatorCluster.StartAsync(_ => role, controllers: true);
        await using var hearth = Stories.Start(cluster.Client);
        await cluster.Client.CreateAsync(Stories.Application("pi"));
        await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Running);

        await cluster.Client.DeleteAsync(SparkResources.SparkApplications, "default", "pi", new() { PropagationPolicy = "Background" }, CancellationToken.None);
        role = DriverRole.Succeed;
        await cluster.Client.CreateAsync(Stories.Application("pi"));
        var states = await cluster.Client.StatesAsync("pi", ApplicationStates.Completed);

        states.Where(s => s.Length > 0).ShouldBe(["SUBMITTED", "RUNNING", "SUCCEEDING", "COMPLETED"]);
        cluster.Player.Violations.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_spec_that_changes_while_suspended_is_seen_and_runs_on_resume()
    {
        var role = DriverRole.Run;
        await using var cluster = await OperatorCluster.StartAsync(_ => role);
        await using var hearth = Stories.Start(cluster.Client);
        await cluster.Client.CreateAsync(Stories.Application("pi"));
        await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Running);
        await cluster.Client.SetSuspendAsync("pi", true);
        await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Suspended);

        await cluster.Client.SetArgumentsAsync("pi", "7");
        var seen = await cluster.Client.WaitAsync("pi", a => a.Status!.ObservedGeneration == a.Metadata.Generation && a.Status.ApplicationState.State == ApplicationStates.Suspended);
        role = DriverRole.Succeed;
        await cluster.Client.SetSuspendAsync("pi", false);
        var states = await cluster.Client.StatesAsync("pi", ApplicationStates.Completed);

        seen.Status!.ExecutionAttempts.ShouldBeNull("a changed spec begins anew");
        states.ShouldContain("RESUMING");
        states.ShouldNotContain("INVALIDATING");
    }

    [Fact]
    public async Task A_webhook_that_cannot_be_called_is_told_of_at_once()
    {
        await using var cluster = await OperatorCluster.StartAsync();
        await cluster.Client.CreateAsync(s_webhooks, null, JsonNode.Parse("""
            {
              "apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingWebhookConfiguration", "metadata": { "name": "policy" },
              "webhooks": [{
                "name": "pods.policy.example.com", "sideEffects": "None", "admissionReviewVersions": ["v1"], "failurePolicy": "Fail", "timeoutSeconds": 1,
                "clientConfig": { "url": "https://127.0.0.1:9/validate" },
                "rules": [{ "apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["pods"] }]
              }]
            }
            """)!.Deserialize(KubeJson.Default.KubeObject)!, CancellationToken.None);
        await using var hearth = Stories.Start(cluster.Client);
        await cluster.Client.CreateAsync(Stories.Application("pi"));

        var pi = await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Failed);

        pi.Status!.Conditions!.Single(c => c.Type == "Submitted").Message.ShouldNotBeNull().ShouldContain("failed calling webhook \"pods.policy.example.com\"");
        pi.Status.Hearth!.Diagnosis!.Cause.ShouldNotBeNull().ShouldStartWith("webhook-");
    }

    [Fact]
    public async Task A_quota_that_refuses_the_driver_is_told_in_its_own_words_and_retried_as_asked()
    {
        await using var cluster = await OperatorCluster.StartAsync(controllers: true);
        await cluster.Client.CreateAsync(s_quotas, "default", JsonNode.Parse(
            """{"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"team-a"},"spec":{"hard":{"pods":"0"}}}""")!.Deserialize(KubeJson.Default.KubeObject)!, CancellationToken.None);
        await CountedAsync(cluster.Client);
        await using var hearth = Stories.Start(cluster.Client);
        await cluster.Client.CreateAsync(Stories.Application("pi", spec => spec with
        {
            RestartPolicy = new() { Type = "OnFailure", OnSubmissionFailureRetries = 100, OnSubmissionFailureRetryInterval = 1 },
            Hearth = new() { Retry = new() { MaxInterval = "1s" } },
        }));

        var refused = await cluster.Client.WaitForStateAsync("pi", ApplicationStates.SubmissionFailed);
        refused.Status!.Conditions!.Single(c => c.Type == "Submitted").Message.ShouldNotBeNull().ShouldContain("exceeded quota: team-a");
        refused.Status.Hearth!.Diagnosis!.Cause.ShouldBe("quota-exceeded");

        await cluster.Client.PatchAsync(s_quotas, "default", "team-a", Patch.Merge(JsonNode.Parse("""{"spec":{"hard":{"pods":"10"}}}""")!), CancellationToken.None);
        var done = await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Completed);
        done.Status!.ExecutionAttempts.ShouldBe(1);
        done.Status.Hearth!.Diagnosis.ShouldBeNull();
    }

    private static readonly ResourceType<KubeObject> s_quotas = ResourceTypes.Untyped("", "v1", "resourcequotas", "ResourceQuota");

    /// <summary>A quota that has not been counted yet refuses nothing.</summary>
    private static async Task CountedAsync(KubeClient client)
    {
        using var limit = new CancellationTokenSource(Stories.Patience);
        await foreach (var e in client.WatchAsync(s_quotas, "default", null, limit.Token))
        {
            if (e.Object.Extra?.TryGetValue("status", out var status) == true && status.TryGetProperty("used", out _))
                return;
        }

        throw new TimeoutException("the quota is not counted");
    }

    private static readonly ResourceType<KubeObject> s_webhooks = ResourceTypes.Untyped(
        "admissionregistration.k8s.io", "v1", "validatingwebhookconfigurations", "ValidatingWebhookConfiguration", namespaced: false);

    private static Task<SparkApplication> PatchAsync(KubeClient client, string patch) =>
        client.PatchAsync(SparkResources.SparkApplications, "default", "pi", Patch.Merge(JsonNode.Parse(patch)!), CancellationToken.None);
}
