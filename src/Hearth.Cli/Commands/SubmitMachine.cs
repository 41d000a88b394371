using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hearth.Cli.Manifests;
using Hearth.Cli.Output;
using Hearth.Kube.Core.Serialization;
using Hearth.Spark.Configuration;
using Hearth.Spark.Submission;

namespace Hearth.Cli.Commands;

/// <summary>What spark-submit takes from the machine it runs on: files that the configuration names, configuration folders, environment.</summary>
internal sealed class SubmitMachine(CliContext context, List<SubmissionProblem> warnings)
{
    private const int LargestFile = 16 * 1024 * 1024;

    private static readonly string[] s_fileKeys =
    [
        SparkKeys.DriverAuthentication + ".caCertFile",
        SparkKeys.DriverAuthentication + ".clientKeyFile",
        SparkKeys.DriverAuthentication + ".clientCertFile",
        SparkKeys.Krb5Path,
        SparkKeys.Keytab,
    ];

    private static readonly string[] s_variables = ["SPARK_LOCAL_DIRS", "PYSPARK_PYTHON", "PYSPARK_DRIVER_PYTHON"];

    /// <summary>The request with everything that its configuration refers to on this machine.</summary>
    public SubmissionRequest Complete(SubmissionRequest request) => request with
    {
        Submitter = new SubmitterFacts
        {
            User = context.Environment("SPARK_USER") is { Length: > 0 } user ? user : System.Environment.UserName,
            Environment = Variables(request.Conf),
            ConfFiles = SubmitSettings.ConfFolder(context) is { } folder ? TextFiles(folder, warn: true) : new Dictionary<string, string>(),
            HadoopConfFiles = context.Environment("HADOOP_CONF_DIR") is { Length: > 0 } hadoop ? TextFiles(hadoop, warn: false) : null,
            Files = NamedFiles(request.Conf),
            PodGroupTemplate = request.Conf[SparkKeys.VolcanoTemplateFile] is { } group ? ReadAsJson(group) : null,
            UploadFolder = UploadFolder,
        },
        DriverTemplate = Template(request.Conf[SparkKeys.DriverTemplate]),
        ExecutorTemplate = Template(request.Conf[SparkKeys.ExecutorTemplate]),
    };

    private string LocalPath(string uri) => Path.GetFullPath(FileUris.LocalPath(uri) ?? uri, context.WorkingDirectory);

    private Dictionary<string, string> Variables(SparkConf conf)
    {
        var referenced = conf.Settings.SelectMany(setting => References(setting.Value));
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in s_variables.Concat(referenced))
        {
            if (context.Environment(name) is { } value)
                variables[name] = value;
        }

        return variables;
    }

    // NAME of each ${env:NAME}.
    private static IEnumerable<string> References(string value)
    {
        const string Start = "${env:";
        for (var i = value.IndexOf(Start, StringComparison.Ordinal); i >= 0; i = value.IndexOf(Start, i + 1, StringComparison.Ordinal))
        {
            if (value.IndexOf('}', i) is var end and > 0)
                yield return value[(i + Start.Length)..end];
        }
    }

    private Dictionary<string, string> TextFiles(string folder, bool warn)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        var full = Path.GetFullPath(folder, context.WorkingDirectory);
        foreach (var path in Directory.Exists(full) ? Directory.EnumerateFiles(full) : [])
        {
            try
            {
                if (new FileInfo(path).Length <= LargestFile)
                    files[Path.GetFileName(path)] = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path));
            }
            catch (Exception e) when (e is DecoderFallbackException or IOException or UnauthorizedAccessException)
            {
                if (warn)
                    warnings.Add(new("SPARK_CONF_DIR", $"Unable to read a non UTF-8 encoded file {path}. Skipping..."));
            }
        }

        return files;
    }

    private Dictionary<string, byte[]> NamedFiles(SparkConf conf)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var path in s_fileKeys.Select(key => conf[key]).OfType<string>())
        {
            if (TryRead(LocalPath(path), out var content))
                files[path] = content;
        }

        return files;
    }

    private PodTemplateFile? Template(string? uri)
    {
        if (uri is null)
            return null;
        var (content, error) = SubmitTemplates.Read(uri, context.WorkingDirectory);
        return content is null ? new() { Error = error } : Parse(uri, content);
    }

    private static PodTemplateFile Parse(string uri, byte[] content)
    {
        var problems = new List<Problem>();
        var documents = ManifestFile.Parse(content, uri, problems);
        var template = new PodTemplateFile { Text = Encoding.UTF8.GetString(content) };
        if (problems.Count > 0 || documents.Count != 1)
            return template with { Error = problems.Count > 0 ? string.Join("; ", problems.Select(problem => problem.What)) : "it must hold exactly one Pod" };
        try
        {
            var pod = documents[0].Json.Deserialize(KubeJson.Default.Pod);
            if (documents[0].Kind is { Length: > 0 } kind and not "Pod")
                return template with { Error = $"it holds a {kind}" };
            return pod?.Spec is null ? template with { Pod = pod, Error = "the Pod has no spec" } : template with { Pod = pod };
        }
        catch (JsonException e)
        {
            return template with { Error = e.Message };
        }
    }

    private string? ReadAsJson(string uri)
    {
        var problems = new List<Problem>();
        if (!TryRead(LocalPath(uri), out var content))
            return null;
        var documents = ManifestFile.Parse(content, uri, problems);
        return problems.Count == 0 && documents.Count == 1 ? documents[0].Json.ToJsonString() : null;
    }

    // The same content under the same name is uploaded once.
    private string UploadFolder(string uri)
    {
        var path = LocalPath(uri);
        if (!File.Exists(path))
            return SubmissionIdentity.UploadFolder("", uri);
        using var file = File.OpenRead(path);
        return SubmissionIdentity.UploadFolder(Convert.ToHexStringLower(SHA256.HashData(file)), Path.GetFileName(path));
    }

    private static bool TryRead(string path, out byte[] content)
    {
        content = [];
        try
        {
            if (!File.Exists(path) || new FileInfo(path).Length > LargestFile)
                return false;
            content = File.ReadAllBytes(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
