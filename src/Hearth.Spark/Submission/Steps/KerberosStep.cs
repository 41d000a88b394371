using System.Text;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Configuration;

namespace Hearth.Spark.Submission.Steps;

/// <summary>Kerberos: krb5.conf, and a keytab or a Secret with delegation tokens.</summary>
internal static class KerberosStep
{
    private const string KeytabPath = "/mnt/secrets/kerberos-keytab";
    private const string TokenPath = "/mnt/secrets/hadoop-credentials";

    public static void Check(PodDraft draft)
    {
        var conf = draft.Conf;
        if (Has(conf, SparkKeys.Krb5Path) && Has(conf, SparkKeys.Krb5ConfigMap))
        {
            conf.Problem(SparkKeys.Krb5Path, "requirement failed: Do not specify both a Krb5 local file and the ConfigMap as the creation of an "
                + "additional ConfigMap, when one is already specified, is extraneous", $"remove it or {SparkKeys.Krb5ConfigMap}");
        }

        RequireBoth(conf, SparkKeys.Keytab, SparkKeys.Principal,
            "If a Kerberos principal is specified you must also specify a Kerberos keytab",
            "If a Kerberos keytab is specified you must also specify a Kerberos principal");
        RequireBoth(conf, SparkKeys.TokenSecretName, SparkKeys.TokenSecretItemKey,
            "If a secret data item-key where the data of the Kerberos Delegation Token is specified you must also specify the name of the secret",
            "If a secret storing a Kerberos Delegation Token is specified you must also specify the item-key where the data is stored");
    }

    public static void Configure(PodDraft draft)
    {
        AddKrb5(draft);
        if (draft.Conf.Text(SparkKeys.Keytab) is { } keytab && !keytab.StartsWith("local:", StringComparison.Ordinal))
            AddKeytab(draft, keytab);
        else if (draft.Conf.Text(SparkKeys.TokenSecretName) is { } secret)
            AddTokens(draft, secret, draft.Conf.Text(SparkKeys.TokenSecretItemKey) ?? "");
    }

    private static void RequireBoth(ConfReader conf, string first, string second, string firstMissing, string secondMissing)
    {
        if (Has(conf, second) && !Has(conf, first))
            conf.Problem(first, "requirement failed: " + firstMissing, $"set it or remove {second}");
        if (Has(conf, first) && !Has(conf, second))
            conf.Problem(second, "requirement failed: " + secondMissing, $"set it or remove {first}");
    }

    private static bool Has(ConfReader conf, string key) => conf.Conf.Contains(key);

    private static void AddKrb5(PodDraft draft)
    {
        var existing = draft.Conf.Text(SparkKeys.Krb5ConfigMap);
        var path = draft.Conf.Text(SparkKeys.Krb5Path);
        if (existing is null && path is null)
            return;
        var map = existing ?? draft.ShortName("-krb5-file");
        var file = path is null ? "" : FileName(path);
        var items = existing is null ? new[] { new KeyToPath { Key = file, Path = file } } : null;
        draft.Mount(
            new Volume { Name = "krb5-file", ConfigMap = new ConfigMapVolume { Name = map, Items = items } },
            new VolumeMount { Name = "krb5-file", MountPath = "/etc/krb5.conf", SubPath = "krb5.conf" });
        if (existing is not null)
            return;
        if (Content(draft, SparkKeys.Krb5Path, path!) is { } content)
            draft.Resources.Add(PlannedObjects.ConfigMap(map, new Dictionary<string, string>(StringComparer.Ordinal) { [file] = Encoding.UTF8.GetString(content) }));
        if (file != "krb5.conf")
            draft.Warnings.Add(new(SparkKeys.Krb5Path, $"the driver looks for a file named krb5.conf, not {file}", "rename the file to krb5.conf"));
    }

    private static void AddKeytab(PodDraft draft, string keytab)
    {
        var name = draft.ShortName("-kerberos-keytab");
        var file = FileName(keytab);
        draft.Mount(
            new Volume { Name = "kerberos-keytab", Secret = new SecretVolume { SecretName = name } },
            new VolumeMount { Name = "kerberos-keytab", MountPath = KeytabPath });
        draft.Properties[SparkKeys.Keytab] = $"{KeytabPath}/{file}";
        if (Content(draft, SparkKeys.Keytab, keytab) is { } content)
            draft.Resources.Add(PlannedObjects.Secret(name, new Dictionary<string, string>(StringComparer.Ordinal) { [file] = Convert.ToBase64String(content) }));
    }

    private static void AddTokens(PodDraft draft, string secret, string itemKey)
    {
        draft.Mount(
            new Volume { Name = "hadoop-secret", Secret = new SecretVolume { SecretName = secret } },
            new VolumeMount { Name = "hadoop-secret", MountPath = TokenPath });
        draft.AddEnv("HADOOP_TOKEN_FILE_LOCATION", $"{TokenPath}/{itemKey}");
    }

    private static byte[]? Content(PodDraft draft, string key, string path)
    {
        // Spark takes the value for a path as it is: a URI is the name of a file that does not exist.
        var isUri = path.StartsWith("file:", StringComparison.Ordinal);
        if (!isUri && draft.Request.Submitter.Files.TryGetValue(path, out var content))
            return content;
        var what = key == SparkKeys.Keytab ? $"requirement failed: Keytab file: {path} does not exist" : $"{path} (No such file or directory)";
        draft.Conf.Problem(key, what, isUri ? "name the path alone, without file:" : "name a readable file on this machine");
        return null;
    }

    private static string FileName(string path) => path[(path.LastIndexOf('/') + 1)..];
}
