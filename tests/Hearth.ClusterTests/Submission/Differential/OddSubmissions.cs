using System.Text.RegularExpressions;

namespace Hearth.ClusterTests.Submission.Differential;

/// <summary>The command lines of <c>odd.txt</c>.</summary>
internal static class OddSubmissions
{
    private static readonly Dictionary<string, string> s_files = new()
    {
        ["one.properties"] = "spark.a=1\nspark.b=1\nspark.c=1\n",
        ["two.properties"] = "spark.b=2\nspark.c=2\n",
        ["odd.properties"] = "spark.c=3\nspark.d = x\\ty  \nspark.e:colon\nspark.f\nspark.g=\\u00e4\n! comment\nspark.h=a\\\n   b\nspark.i=  lead\\ \nspark.j=q\\=w\nspark.l=x\\n\nother=1\n spark.m 2\n",
        ["malformed.properties"] = "spark.z=\\u12\n",
        ["conf/spark-defaults.conf"] = "spark.c default\nspark.k default\n",
        ["conf/log4j2.properties"] = "rootLogger.level = warn\n",
        ["conf/spark-env.sh"] = "export A=1\n",
        ["conf/metrics.properties.template"] = "x",
        ["a.py"] = "print(1)",
        ["pod.yaml"] = "apiVersion: v1\nkind: Pod\nspec: {priorityClassName: high}\n",
        ["two-pods.yaml"] = "apiVersion: v1\nkind: Pod\nspec: {priorityClassName: high}\n---\napiVersion: v1\nkind: Pod\nspec: {}\n",
        ["deployment.yaml"] = "apiVersion: apps/v1\nkind: Deployment\nspec: {replicas: 1}\n",
        ["unknown-fields.yaml"] = "apiVersion: v1\nkind: Pod\nextra: 1\nspec: {priorityClassName: high, someday: {a: [1, x]}}\n",
    };

    /// <param name="every">Only every so manieth line.</param>
    public static IEnumerable<string> Lines(int every) => File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Submission", "Differential", "odd.txt"))
        .Where(line => !line.StartsWith('#'))
        .Where((_, i) => i % every == 0);

    public static void WriteFiles(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "conf"));
        foreach (var (name, text) in s_files)
            File.WriteAllText(Path.Combine(folder, name), text);
    }

    public static IReadOnlyList<string> Arguments(string line, string folder)
    {
        var words = Regex.Matches(line, "(?:[^\\s']|'[^']*')+").Select(match => match.Value.Replace("'", "", StringComparison.Ordinal).Replace("{W}", folder, StringComparison.Ordinal)).ToList();
        if (!words.Exists(word => word.StartsWith("spark.kubernetes.container.image=", StringComparison.Ordinal)))
            words.InsertRange(0, ["--conf", "spark.kubernetes.container.image=spark:4.3.0"]);
        return IsApplication(words) ? words : [.. words, .. words.Contains("--class") ? [] : (string[])["--class", "org.example.Main"], "local:///opt/app.jar"];
    }

    private static bool IsApplication(List<string> words) => words.Exists(word => Regex.IsMatch(word, @"^(local:|hdfs:|/).*\.(jar|py|PY|R)$|^(spark-internal|spark-shell|pyspark-shell)$") && words.IndexOf(word) is var i and > 0 && words[i - 1] is not ("--jars" or "--py-files"));
}
