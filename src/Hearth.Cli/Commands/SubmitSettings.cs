using System.Text;
using Hearth.Spark.Configuration;
using Hearth.Spark.Submission;

namespace Hearth.Cli.Commands;

/// <summary>Gathers the settings of a command line and of the files and variables that spark-submit reads beside it.</summary>
internal sealed class SubmitSettings(CliContext context, List<SubmissionProblem> problems)
{
    private static readonly (string Variable, string Key)[] s_variables =
    [
        ("MASTER", SparkKeys.Master),
        ("DEPLOY_MODE", SparkKeys.DeployMode),
        ("SPARK_DRIVER_MEMORY", SparkKeys.DriverMemory),
        ("SPARK_EXECUTOR_MEMORY", SparkKeys.ExecutorMemory),
        ("SPARK_EXECUTOR_CORES", SparkKeys.ExecutorCores),
    ];

    /// <summary>The folder of the submitter's configuration: <c>SPARK_CONF_DIR</c>, else <c>SPARK_HOME/conf</c>; null where neither is.</summary>
    public static string? ConfFolder(CliContext context)
    {
        if (context.Environment("SPARK_CONF_DIR") is { Length: > 0 } named)
            return named;
        return context.Environment("SPARK_HOME") is { Length: > 0 } home ? Path.Combine(home, "conf") : null;
    }

    /// <summary>All settings in ascending precedence.</summary>
    public List<SparkSetting> Collect(SubmitCommandLine line)
    {
        var settings = new List<SparkSetting>();
        foreach (var (variable, key) in s_variables)
        {
            if (context.Environment(variable) is { Length: > 0 } value)
                settings.Add(new(key, value, "environment " + variable));
        }

        if (!line.HasPropertiesFile || line.Has("--load-spark-defaults"))
            AddDefaults(settings);
        foreach (var file in line.PropertiesFiles)
            AddFile(file, settings);
        settings.AddRange(line.Settings);
        return settings;
    }

    private void AddDefaults(List<SparkSetting> settings)
    {
        var file = ConfFolder(context) is { } folder ? Path.Combine(folder, "spark-defaults.conf") : null;
        if (file is not null && File.Exists(file))
            AddFile(file, settings);
    }

    private void AddFile(string file, List<SparkSetting> settings)
    {
        var full = Path.GetFullPath(file, context.WorkingDirectory);
        try
        {
            var text = File.ReadAllText(full, new UTF8Encoding(false));
            settings.AddRange(JavaProperties.Read(text).Select(pair => new SparkSetting(pair.Key, TrimExceptLineEnds(pair.Value), file)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new("--properties-file", File.Exists(full) ? $"Failed when loading Spark properties from {full}: {e.Message}" : $"requirement failed: Properties file {file} does not exist", "name a readable file"));
        }
        catch (FormatException e)
        {
            problems.Add(new("--properties-file", $"{e.Message} ({full})", "a \\u takes four hexadecimal digits; write \\\\ for a backslash"));
        }
    }

    // Utils.trimExceptCRLF: line ends that were escaped on purpose stay.
    private static string TrimExceptLineEnds(string text)
    {
        var start = 0;
        var end = text.Length;
        while (start < end && IsBlank(text[start]))
            start++;
        while (end > start && IsBlank(text[end - 1]))
            end--;
        return text[start..end];

        static bool IsBlank(char c) => c <= ' ' && c is not ('\r' or '\n');
    }
}
