using System.Globalization;

namespace Hearth.ClusterTests.Submission.Differential;

/// <summary>
/// A command line drawn by chance: some keys of the table, as flags, as <c>--conf</c>, in properties files and in the defaults, for an
/// application of some language. The same number gives the same submission.
/// </summary>
internal sealed class RandomSubmission
{
    private const int WrongOneIn = 40;
    private readonly Random _random;
    private readonly string _folder;
    private readonly List<string> _args = [];
    private readonly List<string> _defaults = [];
    private readonly List<string> _properties = [];
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    private RandomSubmission(int number, string folder) => (_random, _folder) = (new Random(number), folder);

    /// <summary>The arguments after the master; the files that they name lie in the folder.</summary>
    public static IReadOnlyList<string> Make(int number, string folder)
    {
        var submission = new RandomSubmission(number, folder);
        submission.Build();
        return submission._args;
    }

    private void Build()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "conf"));
        foreach (var (name, text) in SubmissionVocabulary.Files)
            File.WriteAllText(Path.Combine(_folder, name), text);
        Add("spark.kubernetes.container.image", "registry:5000/spark:4.3.0");
        for (var count = _random.Next(1, 16); count > 0; count--)
            AddSetting(Any(SubmissionVocabulary.Settings));
        for (var count = _random.Next(0, 5); count > 0; count--)
            AddVolume(_random.Next(4) == 0 ? "executor" : "driver", count);
        if (_properties.Count > 0)
        {
            File.WriteAllLines(Path.Combine(_folder, "some.properties"), _properties);
            _args.AddRange(["--properties-file", Path.Combine(_folder, "some.properties")]);
            if (_random.Next(2) == 0)
                _args.Add("--load-spark-defaults");
        }

        File.WriteAllLines(Path.Combine(_folder, "conf", "spark-defaults.conf"), _defaults);
        if (_random.Next(10) == 0)
            _args.AddRange(["--proxy-user", "alice"]);
        AddApplication();
    }

    private void AddSetting((string Key, string[] Values) setting)
    {
        const string Wrong = "WRONG ";
        var values = setting.Values.Where(value => value.StartsWith(Wrong, StringComparison.Ordinal) == (_random.Next(WrongOneIn) == 0)).ToArray();
        if (values.Length == 0)
            return;
        var (name, resource) = (Any(SubmissionVocabulary.Names), Any(SubmissionVocabulary.Resources));
        var value = Any(values);
        Add(Named(setting.Key), value.StartsWith(Wrong, StringComparison.Ordinal) ? value[Wrong.Length..] : value);
        // With the ones that it needs.
        foreach (var (key, with) in SubmissionVocabulary.Together.Where(pair => pair.Key == setting.Key).SelectMany(pair => pair.With))
            Add(Named(key), with);

        string Named(string key) => key.Replace("*", name, StringComparison.Ordinal).Replace("%", resource, StringComparison.Ordinal);
    }

    private void Add(string key, string value)
    {
        if (!_used.Add(key))
            return;
        value = value.Replace("{W}", _folder, StringComparison.Ordinal);
        var how = _random.Next(8);
        if (SubmissionVocabulary.Flags.TryGetValue(key, out var flag) && how < 4)
            _args.AddRange([flag, value]);
        else if (how == 6 && IsOneLine(value))
            _properties.Add($"{key}={value.Replace("\\", "\\\\", StringComparison.Ordinal)}");
        else if (how == 7 && IsOneLine(value))
            _defaults.Add($"{key} {value.Replace("\\", "\\\\", StringComparison.Ordinal)}");
        else
            _args.AddRange(["--conf", $"{key}={value}"]);
    }

    private static bool IsOneLine(string value) => !value.AsSpan().ContainsAny('\n', '\r', '\t');

    private void AddVolume(string role, int number)
    {
        var type = Any(["hostPath", "persistentVolumeClaim", "emptyDir", "nfs"]);
        var name = Any(["data", "spark-local-dir-1", "spark-local-dir-x", "cache"]) + number.ToString(CultureInfo.InvariantCulture);
        var prefix = $"spark.kubernetes.{role}.volumes.{type}.{name}.";
        foreach (var (option, chance, values) in SubmissionVocabulary.VolumeOptions(type))
        {
            if (_random.Next(100) < chance)
                Add(prefix + option, Any(values).Replace("{N}", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        }
    }

    private void AddApplication()
    {
        switch (_random.Next(10))
        {
            case 0 or 1:
                _args.Add(Any(["local:///opt/app.py", "https://host/x/app.py"]));
                break;
            case 2:
                _args.Add(Any(["local:///opt/app.R", "local:///opt/app.r"]));
                break;
            case 3:
                Add("spark.kubernetes.file.upload.path", "file://{W}/uploads");
                _args.AddRange(["--class", "org.example.Main", Any([Path.Combine(_folder, "app.jar"), "app.jar", "file://" + Path.Combine(_folder, "app.jar")])]);
                break;
            case 4:
                Add("spark.kubernetes.file.upload.path", "file://{W}/uploads");
                _args.Add(Path.Combine(_folder, "app.py"));
                break;
            default:
                _args.AddRange(["--class", Any(["org.example.Main", "Main", "a.b.C$D"]), Any(["local:///opt/spark/app.jar", "https://host/a%20b/app.jar", "local:/opt/app.jar", "spark-internal"])]);
                break;
        }

        for (var count = _random.Next(4); count > 0; count--)
            _args.Add(Any(["10", "--class", "a b", "", "--conf", "k=v", "\u00e4\u4e16", "{{APP_ID}}", "$HOME", "\"quoted\"", "-v", "a,b"]));
    }

    private T Any<T>(IReadOnlyList<T> values) => values[_random.Next(values.Count)];
}
