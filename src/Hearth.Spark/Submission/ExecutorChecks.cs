using System.Text.RegularExpressions;
using Hearth.Kube.Core.Quantities;
using Hearth.Spark.Configuration;
using Hearth.Spark.Submission.Steps;

namespace Hearth.Spark.Submission;

/// <summary>
/// What the driver will refuse when it creates executors. Spark's submitter lets it pass, so these are warnings: told before a driver
/// starts in vain.
/// </summary>
internal static partial class ExecutorChecks
{
    private const string Prefix = "spark.kubernetes.executor.";
    private const int LongestPrefix = 237;
    private const int FirstUserPort = 1024;
    private const int LastPort = 65535;

    private static readonly HashSet<string> s_reservedLabels = new(StringComparer.Ordinal)
    {
        "spark-version", "spark-exec-id", "spark-app-selector", "spark-app-name", "spark-role", "spark-exec-resourceprofile-id",
    };

    public static void Add(PodDraft draft)
    {
        var reader = new ConfReader(draft.Conf.Conf, draft.Traits, draft.Request.Submitter.Environment);
        CheckImage(reader);
        CheckNames(reader);
        CheckCores(reader);
        CheckPort(reader);
        foreach (var (variable, reference) in reader.Conf.WithPrefix(Prefix + "secretKeyRef."))
        {
            if (reference.Split(':') is not [_, { Length: > 0 }])
                reader.Problem($"{Prefix}secretKeyRef.{variable}", "requirement failed: SecretKeyRef must be in the form name:key.", "name a secret and one of its keys");
        }

        _ = CustomResources.Read(reader, "spark.executor.resource.").Count();
        reader.Bool(Prefix + "deleteOnTermination", true);
        reader.Int("spark.kubernetes.allocation.batch.size", 1);
        draft.Warnings.AddRange(reader.Problems.Select(problem => problem with { Message = $"the driver will not be able to create executors: {problem.Message}" }));
    }

    private static void CheckImage(ConfReader reader)
    {
        if (!reader.Conf.Contains(SparkKeys.ExecutorImage) && !reader.Conf.Contains(SparkKeys.Image))
            reader.Problem(SparkKeys.ExecutorImage, "Must specify the executor container image", $"set {SparkKeys.Image} for both roles");
    }

    private static void CheckNames(ConfReader reader)
    {
        var key = Prefix + "podNamePrefix";
        if (reader.Text(key) is { } prefix && (prefix.Length > LongestPrefix || !DnsSubdomain().IsMatch(prefix)))
        {
            reader.Requirement(key, prefix, "must conform https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names "
                + $"and the value length <= {LongestPrefix}");
        }

        foreach (var (label, _) in reader.Conf.WithPrefix(Prefix + "label."))
        {
            if (s_reservedLabels.Contains(label))
                reader.Problem(Prefix + "label." + label, $"Custom executor labels cannot contain {label} as it is reserved for Spark.", "use another label");
        }

        foreach (var (name, _) in reader.Conf.WithPrefix(SparkKeys.ExecutorEnv))
        {
            if (!VariableName().IsMatch(name))
                reader.Problem(SparkKeys.ExecutorEnv + name, $"Invalid key: {name}, a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit", "rename it");
        }
    }

    private static void CheckCores(ConfReader reader)
    {
        var (request, limit) = (reader.Text(Prefix + "request.cores") ?? reader.Text(SparkKeys.ExecutorCores) ?? "1", reader.Text(Prefix + "limit.cores"));
        if (limit is not null && new Quantity(request).TryGetValue(out var requested) && new Quantity(limit).TryGetValue(out var limited) && requested > limited)
            reader.Problem(Prefix + "limit.cores", $"The executor cpu request ({request}) should be less than or equal to cpu limit ({limit})", "raise the limit or lower the request");
    }

    private static void CheckPort(ConfReader reader)
    {
        if (reader.Int(SparkKeys.BlockManagerPort, 0) is var port and not 0 && port is < FirstUserPort or > LastPort)
            reader.Problem(SparkKeys.BlockManagerPort, $"requirement failed: port number must be 0 or in [{FirstUserPort}, {LastPort}]: {port}", "use a port from that range");
    }

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex DnsSubdomain();

    [GeneratedRegex(@"^[-._a-zA-Z][-._a-zA-Z0-9]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex VariableName();
}
