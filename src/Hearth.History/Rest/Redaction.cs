using System.Text.RegularExpressions;

namespace Hearth.History.Rest;

/// <summary>
/// Hides secrets as Spark's <c>Utils.redact</c> does: a pair whose key or value looks like a secret shows a mask for its value.
/// Spark already redacts what it logs; older ones and other keys it did not know pass here again.
/// </summary>
internal static partial class Redaction
{
    public const string Mask = "*********(redacted)";

    public static IEnumerable<KeyValuePair<string, string>> Apply(IEnumerable<KeyValuePair<string, string>> pairs, SparkDialect? dialect = null)
    {
        var secret = (dialect ?? SparkDialect.Newest).RedactsCredentials ? SecretOrCredential() : Secret();
        return pairs.Select(p => secret.IsMatch(p.Key) || secret.IsMatch(p.Value) ? KeyValuePair.Create(p.Key, Mask) : p);
    }

    /// <summary>The default of <c>spark.redaction.regex</c> before Spark 4.</summary>
    [GeneratedRegex("secret|password|token|access[.]?key", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();

    /// <summary>The same since Spark 4.</summary>
    [GeneratedRegex("secret|password|token|access[.]?key|credential", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecretOrCredential();
}
