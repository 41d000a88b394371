using System.Text.Json.Nodes;
using Hearth.Operator;
using Hearth.Operator.Applications;
using Hearth.Spark.Api;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Operator;

/// <summary>What batch schedulers get, from the peer's documentation and Spark's own arithmetic.</summary>
public sealed class BatchSchedulingTests
{
    private static readonly OperatorOptions s_options = new() { EnableBatchScheduler = true, KubeSchedulerNames = ["scheduler-plugins-scheduler"] };

    [Theory]
    // Heap, the larger of 384 MiB and a tenth (four tenths beside a JVM) of it; driver and executors together.
    [InlineData("""{"driver":{"cores":1,"memory":"1g"},"executor":{"cores":1,"memory":"1g","instances":2}}""", "3", "4224Mi")]
    [InlineData("""{"driver":{"cores":1,"memory":"8g"},"executor":{"cores":4,"memory":"8g","instances":10}}""", "41", "99121Mi")]
    [InlineData("""{"type":"Python","driver":{"cores":1,"memory":"2g"},"executor":{"cores":1,"memory":"2g","instances":1}}""", "2", "5734Mi")]
    [InlineData("""{"driver":{"coreRequest":"500m","memory":"512m"},"executor":{"coreRequest":"250m","memory":"512m","instances":3}}""", "1250m", "3584Mi")]
    [InlineData("""{"driver":{"memory":"1g","memoryOverhead":"100m"},"executor":{"memory":"1g","memoryOverhead":"200m","instances":1}}""", "2", "2348Mi")]
    [InlineData("""{"memoryOverheadFactor":"0.5","driver":{"memory":"4g"},"executor":{"memory":"4g","instances":1}}""", "2", "12288Mi")]
    [InlineData("""{"sparkConf":{"spark.driver.cores":"2","spark.executor.cores":"3","spark.driver.memory":"2g","spark.executor.memory":"3g"},"executor":{"instances":1}}""", "5", "5888Mi")]
    // No number of executors: two. Dynamic allocation: the largest of those that it may begin with.
    [InlineData("""{"driver":{"memory":"1g"},"executor":{"memory":"1g"}}""", "3", "4224Mi")]
    [InlineData("""{"dynamicAllocation":{"enabled":true,"initialExecutors":1,"minExecutors":3,"maxExecutors":9},"driver":{"memory":"1g"},"executor":{"memory":"1g"}}""", "4", "5632Mi")]
    [InlineData("""{"sparkConf":{"spark.memory.offHeap.enabled":"true","spark.memory.offHeap.size":"2g"},"driver":{"memory":"1g"},"executor":{"memory":"1g","instances":1}}""", "2", "4864Mi")]
    [InlineData("""{"type":"Python","sparkConf":{"spark.executor.pyspark.memory":"1g"},"driver":{"memory":"1g"},"executor":{"memory":"1g","instances":1}}""", "2", "3890Mi")]
    public void The_least_that_a_group_needs_is_what_its_pods_request(string spec, string cpu, string memory)
    {
        var plan = BatchScheduling.Of(Application(spec, "volcano"), s_options);

        var group = JsonNode.Parse(plan.PodGroup!.Extra!["spec"].GetRawText())!;
        group["minMember"]!.GetValue<int>().ShouldBe(1);
        group["minResources"]!["cpu"]!.ToString().ShouldBe(cpu);
        group["minResources"]!["memory"]!.ToString().ShouldBe(memory);
    }

    [Fact]
    public void Volcano_gets_a_group_with_queue_and_priority_and_pods_that_name_it()
    {
        var plan = BatchScheduling.Of(Application("""{"batchSchedulerOptions":{"queue":"gold","priorityClassName":"high","resources":{"cpu":"7"}},"driver":{},"executor":{}}""", "volcano"), s_options);

        plan.PodGroup!.ApiVersion.ShouldBe("scheduling.volcano.sh/v1beta1");
        plan.PodGroup.Metadata.Name.ShouldBe("spark-pi-pg");
        plan.PodGroup.Metadata.OwnerReferences!.Single().Controller.ShouldBe(true);
        plan.PodGroup.Extra!["spec"].GetRawText().ShouldBe("""{"minMember":1,"minResources":{"cpu":"7"},"queue":"gold","priorityClassName":"high"}""");
        plan.Application.Spec.Driver.Annotations!["scheduling.k8s.io/group-name"].ShouldBe("spark-pi-pg");
        plan.Application.Spec.Executor.Annotations!["scheduling.k8s.io/group-name"].ShouldBe("spark-pi-pg");
        plan.Application.Spec.BatchScheduler.ShouldBe("volcano", "the pods' schedulerName");
    }

    [Fact]
    public void Scheduler_plugins_get_a_group_and_pods_with_its_label()
    {
        var plan = BatchScheduling.Of(Application("""{"driver":{},"executor":{}}""", "scheduler-plugins-scheduler"), s_options);

        plan.PodGroup!.ApiVersion.ShouldBe("scheduling.x-k8s.io/v1alpha1");
        plan.PodGroup.Metadata.Name.ShouldBe("pi-pg");
        plan.Application.Spec.Driver.Labels!["scheduling.x-k8s.io/pod-group"].ShouldBe("pi-pg");
        plan.Application.Spec.Executor.Labels!["scheduling.x-k8s.io/pod-group"].ShouldBe("pi-pg");
    }

    [Fact]
    public void YuniKorn_gets_task_groups_and_a_queue()
    {
        var plan = BatchScheduling.Of(Application("""{"batchSchedulerOptions":{"queue":"root.gold"},"driver":{"cores":1,"memory":"512m"},"executor":{"cores":2,"memory":"1g","instances":3}}""", "yunikorn"), s_options);

        plan.PodGroup.ShouldBeNull();
        var groups = JsonNode.Parse(plan.Application.Spec.Driver.Annotations!["yunikorn.apache.org/task-groups"])!;
        groups.ToJsonString().ShouldBe(
            """[{"name":"spark-driver","minMember":1,"minResource":{"cpu":"1","memory":"896Mi"}},{"name":"spark-executor","minMember":3,"minResource":{"cpu":"2","memory":"1408Mi"}}]""");
        plan.Application.Spec.Driver.Annotations["yunikorn.apache.org/task-group-name"].ShouldBe("spark-driver");
        plan.Application.Spec.Executor.Annotations!["yunikorn.apache.org/task-group-name"].ShouldBe("spark-executor");
        plan.Application.Spec.Driver.Labels!["queue"].ShouldBe("root.gold");
        plan.Application.Spec.Executor.Labels!["queue"].ShouldBe("root.gold");
    }

    [Fact]
    public void YuniKorn_gets_no_group_of_executors_where_none_start_with_the_driver()
    {
        var plan = BatchScheduling.Of(Application("""{"dynamicAllocation":{"enabled":true,"maxExecutors":5},"driver":{},"executor":{}}""", "yunikorn"), s_options);

        JsonNode.Parse(plan.Application.Spec.Driver.Annotations!["yunikorn.apache.org/task-groups"])!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public void The_operator_s_default_is_used_where_an_application_names_none_and_nothing_where_it_is_switched_off()
    {
        var application = Application("""{"driver":{},"executor":{}}""", null);

        BatchScheduling.Of(application, s_options).PodGroup.ShouldBeNull();
        var plan = BatchScheduling.Of(application, s_options with { DefaultBatchScheduler = "volcano" });
        plan.PodGroup.ShouldNotBeNull();
        plan.Application.Spec.BatchScheduler.ShouldBe("volcano");
        BatchScheduling.Of(Application("""{"driver":{},"executor":{}}""", "volcano"), new()).PodGroup.ShouldBeNull();
        BatchScheduling.Of(Application("""{"driver":{},"executor":{}}""", "other"), s_options).Problem.ShouldNotBeNull().ShouldContain("batch scheduler other is not known");
    }

    private static SparkApplication Application(string spec, string? scheduler)
    {
        var json = JsonNode.Parse(spec)!.AsObject();
        if (scheduler is not null)
            json["batchScheduler"] = scheduler;
        return new()
        {
            Metadata = new() { Name = "pi", Namespace = "jobs", Uid = "u-1" },
            Spec = System.Text.Json.JsonSerializer.Deserialize(json, SparkJson.Default.SparkApplicationSpec)!,
        };
    }
}
