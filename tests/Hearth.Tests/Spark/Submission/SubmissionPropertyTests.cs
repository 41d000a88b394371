using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;
using Hearth.Spark.Configuration;
using Hearth.Spark.Submission;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Spark.Submission;

/// <summary>What holds for every input, however odd.</summary>
public sealed partial class SubmissionPropertyTests
{
    private static readonly SubmissionIdentity s_identity = SubmissionIdentity.FromAttempt("attempt", DateTimeOffset.UnixEpoch);

    private static readonly string[] s_keys =
    [
        .. KnownKeys.All, "spark.kubernetes.driver.label.a", "spark.kubernetes.driver.label.spark-role", "spark.kubernetes.driver.volumes.emptyDir.a.mount.path",
        "spark.kubernetes.driver.volumes.x", "spark.kubernetes.driver.volumes.csi.a.b", "spark.kubernetes.driver.volumes.nfs.a.options.path",
        "spark.kubernetes.driver.volumes.persistentVolumeClaim.a.options.sizeLimit", "spark.driver.resource.gpu.amount", "spark.driver.resource.gpu", "spark.driver.resource.",
        "spark.kubernetes.driver.secretKeyRef.A", "spark.kubernetes.driverEnv.", "spark.", "x",
    ];

    [Fact]
    public void Names_are_valid_and_short_enough_whatever_the_application_is_called()
    {
        Prop.ForAll(Arb.From(Text()), name =>
        {
            var plan = Plan(Minimal([new(SparkKeys.AppName, name, "test")])).Value!;
            return plan.Resources.All(resource => DnsLabel().IsMatch(resource.Metadata.Name!) || resource.Metadata.Name!.Length > 63)
                && plan.Resources.Where(resource => resource.Kind == "Service").All(service => service.Metadata.Name!.Length <= 63 && Dns1035().IsMatch(service.Metadata.Name))
                && plan.Driver.Metadata.Labels!["spark-app-name"] is { Length: <= 63 } label && LabelValue().IsMatch(label);
        }).Check(Seeded.Cases());
    }

    [Fact]
    public void Memory_equals_an_independent_reference()
    {
        var samples = from heap in Gen.Choose(1, 2_000_000)
                      from factor in Gen.Choose(0, 200)
                      from minimum in Gen.Choose(0, 5000)
                      from given in Gen.OneOf(Gen.Constant(-1), Gen.Choose(0, 10_000))
                      from python in Gen.Elements(true, false)
                      select (heap, factor, minimum, given, python);
        Prop.ForAll(Arb.From(samples), sample =>
        {
            var (heap, factor, minimum, given, python) = sample;
            var settings = new List<SparkSetting> { new(SparkKeys.DriverMemory, $"{heap}m", "t"), new(SparkKeys.DriverMinMemoryOverhead, $"{minimum}", "t") };
            if (factor > 0)
                settings.Add(new(SparkKeys.DriverMemoryOverheadFactor, $"{factor / 100m}", "t"));
            if (given >= 0)
                settings.Add(new(SparkKeys.DriverMemoryOverhead, $"{given}m", "t"));
            var share = factor > 0 ? double.Parse($"{factor / 100m}") : python ? 0.4 : 0.1;
            var overhead = given >= 0 ? given : Math.Max((long)Math.Truncate(share * heap), minimum);
            var plan = Plan(Minimal(settings, python ? "local:///a.py" : "local:///a.jar")).Value!;
            var resources = plan.Driver.Spec!.Containers![0].Resources!;
            return resources.Requests!["memory"].Text == $"{heap + overhead}Mi" && resources.Limits!["memory"] == resources.Requests["memory"];
        }).Check(Seeded.Cases());
    }

    [Fact]
    public void No_configuration_crashes()
    {
        var setting = Gen.Zip(Gen.OneOf(Gen.Elements(s_keys), Text()), Text()).Select(pair => new SparkSetting(pair.Item1, pair.Item2, "test"));
        Prop.ForAll(Arb.From(Gen.ListOf(setting)), settings => Told(Plan(Minimal([.. settings])))).Check(Seeded.Cases());
    }

    [Fact]
    public void No_command_line_crashes()
    {
        var word = Gen.OneOf(Gen.Elements(SubmitCommandLine.Options.ToArray()), Text(), Text().Select(text => "--" + text), Gen.Elements(s_keys).Select(key => key + "=1"));
        Prop.ForAll(Arb.From(Gen.ListOf(word)), words =>
        {
            var line = SubmitCommandLine.Parse([.. words]);
            var options = new SubmitOptions { Settings = line.Settings, MainClass = line.MainClass, PrimaryResource = line.PrimaryResource, Arguments = line.Arguments, ProxyUser = line.ProxyUser };
            return Told(Hearth.Spark.Submission.Submission.Plan(SubmitPreparation.Prepare(options, SparkReleases.Newest, s_identity)));
        }).Check(Seeded.Cases());
    }

    [Fact]
    public void No_manifest_crashes()
    {
        var conf = Gen.ListOf(Gen.Zip(Gen.Elements(s_keys), Text())).Select(pairs => pairs.DistinctBy(pair => pair.Item1).ToDictionary(pair => pair.Item1, pair => pair.Item2));
        var samples = from name in Text()
                      from version in Gen.Elements("", "4.0.1", "x", "9.9.9", "2.4.0", "4.3")
                      from file in Text()
                      from memory in Text()
                      from settings in conf
                      select (name, version, file, memory, settings);
        Prop.ForAll(Arb.From(samples), sample =>
        {
            var application = new SparkApplication
            {
                Metadata = new ObjectMeta { Name = sample.name, Namespace = sample.memory },
                Spec = new SparkApplicationSpec
                {
                    SparkVersion = sample.version,
                    MainApplicationFile = sample.file,
                    SparkConf = sample.settings,
                    Driver = new DriverSpec { Memory = sample.memory, MemoryLimit = sample.memory, VolumeMounts = [new VolumeMount { Name = "spark-local-dir-" + sample.name }] },
                    Executor = new ExecutorSpec { CoreLimit = sample.memory, Gpu = new GpuSpec() },
                    Volumes = [new Volume { Name = "spark-local-dir-" + sample.name }],
                },
            };
            return Told(ApplicationSubmission.Plan(application, s_identity, new ApplicationContext("k8s://https://h:1", "id")));
        }).Check(Seeded.Cases());
    }

    [Fact]
    public void The_same_attempt_gives_the_same_objects()
    {
        var first = Plan(Minimal([])).Value!;
        var second = Plan(Minimal([])).Value!;
        second.Resources.Append(second.Driver).Select(SubmissionObjects.ToJson).ShouldBe(first.Resources.Append(first.Driver).Select(SubmissionObjects.ToJson));
    }

    private static bool Told(SubmissionResult<SubmissionPlan> result) =>
        result.Value is null == result.Problems.Count > 0 && result.Problems.All(problem => problem.Message.Length > 0 && problem.ToString().Length > 0);

    private static SubmissionResult<SubmissionPlan> Plan(SubmitOptions options) =>
        Hearth.Spark.Submission.Submission.Plan(SubmitPreparation.Prepare(options, SparkReleases.Newest, s_identity));

    private static SubmitOptions Minimal(IReadOnlyList<SparkSetting> settings, string resource = "local:///a.jar") => new()
    {
        Settings = [new(SparkKeys.Master, "k8s://https://h:6443", "test"), new(SparkKeys.Image, "spark:1", "test"), .. settings],
        MainClass = "org.example.Main",
        PrimaryResource = resource,
    };

    private static Gen<string> Text()
    {
        var odd = Gen.Elements("aB0 -_./:#,=${}!\u00c4\u0130\u4e16\u0000\n\\".ToCharArray());
        return Gen.ListOf(Gen.OneOf(odd, Gen.Choose(32, 126).Select(code => (char)code))).Select(letters => string.Concat(letters));
    }

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex DnsLabel();

    [GeneratedRegex(@"^[a-z]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex Dns1035();

    [GeneratedRegex(@"^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?\z")]
    private static partial Regex LabelValue();
}
