namespace Hearth.Spark.Submission.Steps;

/// <summary>One step of the fold that builds a submission.</summary>
/// <param name="ClassName">Spark's class, by which users exclude it.</param>
/// <param name="Configure">What it adds.</param>
internal sealed record FeatureStep(string ClassName, Action<PodDraft> Configure)
{
    private const string Package = "org.apache.spark.deploy.k8s.features.";

    /// <summary>What Spark's class checks in its constructor: an excluded step is still constructed.</summary>
    public Action<PodDraft>? Check { get; init; }

    /// <summary>Since which release; null for all.</summary>
    public Func<SparkTraits, bool>? In { get; init; }

    /// <summary>Spark's own steps in Spark's order.</summary>
    public static IReadOnlyList<FeatureStep> BuiltIn { get; } =
    [
        new(Package + "BasicDriverFeatureStep", BasicDriverStep.Configure) { Check = BasicDriverStep.Check },
        new(Package + "DriverKubernetesCredentialsFeatureStep", CredentialsStep.Configure) { Check = CredentialsStep.Check },
        new(Package + "DriverServiceFeatureStep", DriverServiceStep.Configure) { Check = DriverServiceStep.Check },
        new(Package + "NetworkPolicyFeatureStep", NetworkPolicyStep.Configure) { In = traits => traits.NetworkPolicy },
        new(Package + "MountSecretsFeatureStep", SecretsStep.Mount),
        new(Package + "EnvSecretsFeatureStep", SecretsStep.AddEnvironment),
        new(Package + "MountVolumesFeatureStep", VolumesStep.Configure),
        new(Package + "DriverCommandFeatureStep", DriverCommandStep.Configure),
        new(Package + "HadoopConfDriverFeatureStep", HadoopConfStep.Configure) { Check = HadoopConfStep.Check },
        new(Package + "KerberosConfDriverFeatureStep", KerberosStep.Configure) { Check = KerberosStep.Check },
        new(Package + "PodTemplateConfigMapStep", ExecutorTemplateStep.Configure),
        new(Package + "LocalDirsFeatureStep", LocalDirsStep.Configure) { Check = LocalDirsStep.Check },
    ];

    /// <summary>The steps that users may add by name. Others are Java code.</summary>
    public static IReadOnlyList<FeatureStep> Optional { get; } = [new(Package + "VolcanoFeatureStep", VolcanoStep.Configure)];
}
