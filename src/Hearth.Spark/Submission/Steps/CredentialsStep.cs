using System.Text;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Configuration;

namespace Hearth.Spark.Submission.Steps;

/// <summary>How the driver authenticates to the API server: a service account, or files and a token that travel in a Secret.</summary>
internal static class CredentialsStep
{
    private const string MountPath = "/mnt/secrets/spark-kubernetes-credentials";
    private const string Token = SparkKeys.DriverAuthentication + ".oauthToken";

    private static readonly (string Suffix, string SecretKey, string What)[] s_files =
    [
        ("clientKeyFile", "client-key", "Driver client key file"),
        ("clientCertFile", "client-cert", "Driver client cert file"),
        ("caCertFile", "ca-cert", "Driver CA cert file"),
    ];

    public static void Check(PodDraft draft)
    {
        foreach (var (suffix, _, what) in s_files)
        {
            var key = $"{SparkKeys.DriverAuthentication}.{suffix}";
            if (draft.Conf.Text(key) is { } path && !draft.Request.Submitter.Files.ContainsKey(path))
                draft.Conf.Problem(key, $"requirement failed: {what} provided at {path} does not exist or is not a file.", "name a readable file on this machine");
        }
    }

    public static void Configure(PodDraft draft)
    {
        var data = Data(draft);
        if (data.Count > 0)
            MountSecret(draft, data);
        else if (draft.Conf.Text(SparkKeys.DriverServiceAccount) is { } account)
            (draft.ServiceAccount, draft.ServiceAccountName) = (account, account);
        AddProperties(draft, data);
    }

    private static Dictionary<string, string> Data(PodDraft draft)
    {
        var data = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (suffix, secretKey, _) in s_files)
        {
            var path = draft.Conf.Text($"{SparkKeys.DriverAuthentication}.{suffix}");
            if (path is not null && draft.Request.Submitter.Files.TryGetValue(path, out var content))
                data[secretKey] = Convert.ToBase64String(content);
        }

        if (draft.Conf.Text(Token) is { } token)
            data["oauth-token"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(token));
        return data;
    }

    private static void MountSecret(PodDraft draft, Dictionary<string, string> data)
    {
        var name = draft.ShortName("-kubernetes-credentials");
        draft.Mount(
            new Volume { Name = "kubernetes-credentials", Secret = new SecretVolume { SecretName = name } },
            new VolumeMount { Name = "kubernetes-credentials", MountPath = MountPath });
        draft.Resources.Add(PlannedObjects.Secret(name, data));
    }

    private static void AddProperties(PodDraft draft, Dictionary<string, string> data)
    {
        foreach (var setting in draft.Conf.Conf.Settings)
        {
            if (setting.Key.EndsWith("oauthToken", StringComparison.Ordinal))
                draft.Properties[setting.Key] = "<present_but_redacted>";
        }

        foreach (var (suffix, secretKey) in s_files.Select(file => (file.Suffix, file.SecretKey)).Append(("oauthTokenFile", "oauth-token")))
        {
            var key = $"{SparkKeys.DriverMounted}.{suffix}";
            if (!draft.Properties.ContainsKey(key) && data.ContainsKey(secretKey))
                draft.Properties[key] = $"{MountPath}/{secretKey}";
        }
    }
}
