using Hearth.Kube.Core.Objects;
using Hearth.Spark.Configuration;
using Hearth.Spark.Submission;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Spark.Submission;

/// <summary>What Spark does where no recording is kept; each was seen in the real submitter of 4.3.0 or read in its specification.</summary>
public sealed class SubmissionRulesTests
{
    private const string Volumes = "spark.kubernetes.driver.volumes.";

    [Fact]
    public void Ports_of_zero_stay()
    {
        var plan = Plan(("spark.ui.port", "0"), ("spark.driver.port", "0"));
        Driver(plan).Ports!.Select(port => port.Port).ShouldBe([0, 7079, 0, 15002]);
    }

    [Fact]
    public void Values_refer_to_other_keys_and_to_the_environment()
    {
        var plan = Plan(("spark.my.tag", "v9"), ("spark.kubernetes.container.image", "reg/${spark.my.tag}:${env:TAG}"), ("spark.kubernetes.driver.label.raw", "${spark.my.tag}"));
        Driver(plan).Image.ShouldBe("reg/v9:t1");
        plan.Driver.Metadata.Labels!["raw"].ShouldBe("${spark.my.tag}");
        plan.Properties["spark.kubernetes.container.image"].ShouldBe("reg/${spark.my.tag}:${env:TAG}");
    }

    [Fact]
    public void References_that_double_at_every_step_are_refused_at_once()
    {
        var settings = Enumerable.Range(1, 60).Select(i => ($"spark.a{i}", $"${{spark.a{i - 1}}}${{spark.a{i - 1}}}")).Append(("spark.a0", "x"));
        var problems = Try([.. settings, ("spark.kubernetes.driver.limit.cores", "${spark.a60}")]).Problems;
        problems.ShouldHaveSingleItem().Message.ShouldContain("more than 1000 others");
    }

    [Theory]
    [InlineData("4.1.4", false)]
    [InlineData("4.2.1", true)]
    public void Binary_units_are_sizes_since_4_2(string version, bool accepted)
    {
        var options = new SubmitOptions
        {
            Settings = [new("spark.master", "k8s://https://h:1", "t"), new("spark.kubernetes.container.image", "i", "t"), new("spark.driver.memory", "2Gi", "t")],
            MainClass = "a.B",
            PrimaryResource = "local:///a.jar",
        };
        var prepared = SubmitPreparation.Prepare(options, SparkVersion.Parse(version), SubmissionIdentity.FromAttempt("a", DateTimeOffset.UnixEpoch));
        var plan = Hearth.Spark.Submission.Submission.Plan(prepared);
        (plan.Value is not null).ShouldBe(accepted);
        plan.Value?.Driver.Spec!.Containers![0].Resources!.Limits!["memory"].Text.ShouldBe("2432Mi");
    }

    [Fact]
    public void Claims_are_numbered_in_Spark_s_order()
    {
        const string Claims = "spark.kubernetes.driver.volumes.persistentVolumeClaim.";
        (string, string)[] Claim(string name) => [(Claims + name + ".mount.path", "/m/" + name), (Claims + name + ".options.claimName", "OnDemand"), (Claims + name + ".options.storageClass", "fast"), (Claims + name + ".options.sizeLimit", "1Gi")];
        var plan = Try([.. Claim("logs"), .. Claim("out"), (Claims + "out.mount.readOnly", "false")]).Value!;
        var names = plan.Driver.Spec!.Volumes!.Where(volume => volume.PersistentVolumeClaim is not null).ToDictionary(volume => volume.Name, volume => volume.PersistentVolumeClaim!.ClaimName);
        names["out"].ShouldEndWith("-driver-pvc-0");
        names["logs"].ShouldEndWith("-driver-pvc-1");
    }

    [Fact]
    public void References_in_a_circle_are_refused() => Try(("spark.a", "${spark.b}"), ("spark.b", "${spark.a}"), ("spark.kubernetes.driver.limit.cores", "${spark.a}")).Problems.Single().Message.ShouldBe("requirement failed: Circular reference in ${spark.a}: spark.a");

    [Fact]
    public void Local_directories_split_as_in_Java() =>
        Driver(Plan(("spark.local.dir", "/a,,/b,"))).Env!.First(variable => variable.Name == "SPARK_LOCAL_DIRS").Value.ShouldBe("/a,,/b");

    [Theory]
    [InlineData("Ab_c", "ab-c")]
    [InlineData("--x", "x")]
    [InlineData("org.apache.Pi", "org-apache-pi")]
    public void Names_become_prefixes(string name, string prefix) => ResourceNames.Prefix(name, "id").ShouldBe(prefix + "-id");

    [Fact]
    public void A_prefix_that_starts_with_a_digit_starts_with_x() => ResourceNames.Prefix("9lives", "id").ShouldBe("xlives-id");

    [Fact]
    public void Names_that_Kubernetes_would_refuse_are_shortened_with_a_warning()
    {
        var result = Try((SparkKeys.AppName, new string('n', 400)));
        result.Warnings.ShouldContain(warning => warning.Message.Contains("too long", StringComparison.Ordinal));
        result.Value!.Resources.Append(result.Value.Driver).ShouldAllBe(resource => resource.Metadata.Name!.Length <= 253);
    }

    [Fact]
    public void Excluding_the_service_leaves_its_properties_out()
    {
        var plan = Plan(("spark.kubernetes.driver.pod.excludedFeatureSteps", "org.apache.spark.deploy.k8s.features.DriverServiceFeatureStep"));
        plan.Resources.ShouldNotContain(resource => resource.Kind == "Service");
        plan.Properties.ContainsKey(SparkKeys.DriverHost).ShouldBeFalse();
    }

    [Fact]
    public void An_excluded_step_still_checks() =>
        Try(("spark.kubernetes.driver.pod.excludedFeatureSteps", "org.apache.spark.deploy.k8s.features.DriverServiceFeatureStep"), (SparkKeys.DriverBindAddress, "0.0.0.0")).Problems.ShouldHaveSingleItem();

    [Fact]
    public void Older_releases_exclude_nothing() =>
        Plan("4.0.5", ("spark.kubernetes.driver.pod.excludedFeatureSteps", "org.apache.spark.deploy.k8s.features.DriverServiceFeatureStep")).Resources.ShouldContain(resource => resource.Kind == "Service");

    [Fact]
    public void A_claim_is_made_where_class_and_size_are_given()
    {
        var claim = Volumes + "persistentVolumeClaim.data.";
        var plan = Plan((claim + "mount.path", "/d"), (claim + "options.claimName", "mine"), (claim + "options.storageClass", "fast"), (claim + "options.sizeLimit", "5Gi"), (SparkKeys.LegacyAccessMode, "true"));
        var made = plan.Resources.OfType<PersistentVolumeClaim>().Single();
        made.Metadata.Name.ShouldBe("mine");
        made.Spec!.AccessModes.ShouldBe(["ReadWriteOnce"]);
    }

    [Fact]
    public void An_unknown_newer_release_is_treated_as_the_newest_with_a_warning()
    {
        var result = Try("5.1.0");
        result.Warnings.ShouldContain(warning => warning.Message.Contains("5.1.0", StringComparison.Ordinal));
        result.Value!.Resources.ShouldContain(resource => resource.Kind == "NetworkPolicy");
        result.Value.Driver.Metadata.Labels!["spark-version"].ShouldBe("5.1.0");
    }

    [Fact]
    public void An_older_release_than_3_5_is_refused() => Try("3.4.4").Problems.Single().Message.ShouldContain("older");

    [Theory]
    [InlineData("spark.driver.port", "x", "Illegal value for config key spark.driver.port: For input string: \"x\"")]
    [InlineData("spark.ui.port", "x", "It should be a/an 'int' value")]
    [InlineData("spark.kubernetes.local.dirs.tmpfs", "maybe", "It should be a/an 'boolean' value")]
    [InlineData("spark.kubernetes.memoryOverheadFactor", "-1", "The value '-1.0'")]
    [InlineData("spark.driver.memoryOverheadFactor", "0", "Ensure that memory overhead is a double greater than 0")]
    [InlineData("spark.kubernetes.configMap.maxSize", "2097152", "Must have at most 1048576 bytes")]
    [InlineData("spark.driver.memoryOverhead", "1.5g", "Fractional values are not supported")]
    [InlineData("spark.driver.resource.gpu.vendor", "n", "You must specify an amount for gpu")]
    [InlineData("spark.kubernetes.executor.volumes.nfs.a.mount.path", "/a", "nfs.a.options.path is required for nfs")]
    [InlineData("spark.kubernetes.driver.pod.featureSteps", "x.Y", "java.lang.ClassNotFoundException: x.Y")]
    [InlineData("spark.kubernetes.kerberos.tokenSecret.name", "t", "you must also specify the item-key")]
    public void Errors_keep_Spark_s_words(string key, string value, string words)
    {
        var problem = Try((key, value)).Problems[0];
        problem.Message.ShouldContain(words);
        problem.ToString().ShouldContain("spark.");
    }

    [Fact]
    public void A_misspelt_key_is_told_and_suggested()
    {
        Try(("spark.executor.memoryOverhed", "1g")).Warnings.ShouldContain(warning => warning.Suggestion == "did you mean spark.executor.memoryOverhead?");
        var missing = Hearth.Spark.Submission.Submission.Plan(Prepared("4.3.0", image: false, ("spark.kubernetes.container.imag", "i")));
        missing.Problems.ShouldContain(problem => problem.Suggestion!.Contains("you set spark.kubernetes.container.imag", StringComparison.Ordinal));
    }

    [Fact]
    public void Keys_of_the_user_s_own_are_not_suspected() =>
        Try(("spark.sql.shuffle.partitions", "1"), ("spark.kubernetes.driver.label.anything", "1"), ("spark.my.own", "2")).Warnings.ShouldBeEmpty();

    [Theory]
    [InlineData("spark.kubernetes.executor.podNamePrefix", "Bad_Prefix", "dns-subdomain-names")]
    [InlineData("spark.kubernetes.executor.limit.cores", "500m", "The executor cpu request (1) should be less than or equal to cpu limit (500m)")]
    [InlineData("spark.kubernetes.executor.label.spark-role", "x", "Custom executor labels cannot contain spark-role as it is reserved for Spark.")]
    [InlineData("spark.executorEnv.1A", "x", "a valid environment variable name")]
    [InlineData("spark.blockManager.port", "80", "port number must be 0 or in [1024, 65535]: 80")]
    public void What_only_executors_refuse_is_a_warning(string key, string value, string words)
    {
        var result = Try((key, value));
        result.Problems.ShouldBeEmpty();
        result.Warnings.ShouldContain(warning => warning.Message.Contains(words, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("k8s://h:6443", "k8s://https://h:6443")]
    [InlineData("k8s://http://h", "k8s://http://h")]
    public void The_master_gets_a_scheme(string given, string expected)
    {
        MasterUrl.TryNormalize(given, out var url, out _).ShouldBeTrue();
        url.ShouldBe(expected);
    }

    [Fact]
    public void A_master_of_another_scheme_is_refused() => MasterUrl.TryNormalize("k8s://ftp://h", out _, out var error).ShouldBeFalse(error);

    [Theory]
    [InlineData("a.jar", "file:/work/a.jar")]
    [InlineData("/x/../y b.jar", "file:/y%20b.jar")]
    [InlineData("lib.zip#env", "file:/work/lib.zip#env")]
    [InlineData("s3a://b/x.jar", "s3a://b/x.jar")]
    [InlineData("local:///x.jar", "local:///x.jar")]
    public void Paths_become_URIs(string path, string uri) => FileUris.Resolve(path, "/work").ShouldBe(uri);

    private static Container Driver(SubmissionPlan plan) => plan.Driver.Spec!.Containers![0];

    private static SubmissionPlan Plan(params (string Key, string Value)[] settings) => Plan("4.3.0", settings);

    private static SubmissionPlan Plan(string version, params (string Key, string Value)[] settings) => Try(version, settings).Value.ShouldNotBeNull();

    private static SubmissionResult<SubmissionPlan> Try(params (string Key, string Value)[] settings) => Try("4.3.0", settings);

    private static SubmissionResult<SubmissionPlan> Try(string version, params (string Key, string Value)[] settings) =>
        Hearth.Spark.Submission.Submission.Plan(Prepared(version, image: true, settings));

    private static SubmissionResult<SubmissionRequest> Prepared(string version, bool image, params (string Key, string Value)[] settings)
    {
        SparkSetting[] common = image ? [new(SparkKeys.Image, "spark:1", "test")] : [];
        var options = new SubmitOptions
        {
            Settings = [new(SparkKeys.Master, "k8s://https://h:6443", "test"), .. common, .. settings.Select(setting => new SparkSetting(setting.Key, setting.Value, "--conf"))],
            MainClass = "org.example.Main",
            PrimaryResource = "local:///app.jar",
        };
        var prepared = SubmitPreparation.Prepare(options, SparkVersion.Parse(version), SubmissionIdentity.FromAttempt("a", DateTimeOffset.UnixEpoch));
        return prepared with { Value = prepared.Value! with { Submitter = new SubmitterFacts { Environment = new Dictionary<string, string> { ["TAG"] = "t1" } } } };
    }
}
