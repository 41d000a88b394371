using Hearth.Kube.Core.Objects;
using Hearth.Spark.Configuration;

namespace Hearth.Spark.Submission.Steps;

/// <summary>Secrets as files and as environment variables.</summary>
internal static class SecretsStep
{
    public static void Mount(PodDraft draft)
    {
        foreach (var (secret, path) in draft.Conf.Conf.WithPrefix(SparkKeys.DriverSecrets))
        {
            var name = secret + "-volume";
            draft.Mount(
                new Volume { Name = name, Secret = new SecretVolume { SecretName = secret } },
                new VolumeMount { Name = name, MountPath = path });
        }
    }

    public static void AddEnvironment(PodDraft draft)
    {
        foreach (var (variable, reference) in draft.Conf.Conf.WithPrefix(SparkKeys.DriverSecretKeyRef))
        {
            var parts = JavaText.Split(reference, ':');
            if (parts.Length != 2)
            {
                draft.Conf.Problem(SparkKeys.DriverSecretKeyRef + variable, "requirement failed: SecretKeyRef must be in the form name:key.",
                    "name a secret and one of its keys, for example db:password");
                continue;
            }

            draft.Env.Add(new EnvVar
            {
                Name = variable,
                ValueFrom = new EnvVarSource { SecretKeyRef = new KeySelector { Name = parts[0], Key = parts[1] } },
            });
        }
    }
}
