using System.Diagnostics.CodeAnalysis;

namespace Hearth.Spark.Configuration;

/// <summary>
/// A Spark configuration: keys to values, each with its origin and with what it overrode. Immutable; later settings of the list it is
/// built from win, as in <c>SparkSubmitArguments</c>.
/// </summary>
public sealed class SparkConf
{
    private readonly Dictionary<string, SparkSetting> _settings;

    private SparkConf(Dictionary<string, SparkSetting> settings) => _settings = settings;

    public static SparkConf Empty { get; } = new([]);

    public IReadOnlyCollection<SparkSetting> Settings => _settings.Values;

    public string? this[string key] => _settings.TryGetValue(key, out var setting) ? setting.Value : null;

    /// <summary>From settings in ascending precedence.</summary>
    public static SparkConf From(IEnumerable<SparkSetting> settings)
    {
        var merged = new Dictionary<string, SparkSetting>(StringComparer.Ordinal);
        foreach (var setting in settings)
            merged[setting.Key] = merged.TryGetValue(setting.Key, out var lower) ? Above(setting, lower) : setting;
        return new(merged);
    }

    /// <summary>This configuration with one value laid over it.</summary>
    public SparkConf With(string key, string value, string origin)
    {
        var setting = new SparkSetting(key, value, origin);
        var settings = new Dictionary<string, SparkSetting>(_settings, StringComparer.Ordinal);
        settings[key] = settings.TryGetValue(key, out var lower) ? Above(setting, lower) : setting;
        return new(settings);
    }

    public SparkConf Without(string key)
    {
        if (!_settings.ContainsKey(key))
            return this;
        var settings = new Dictionary<string, SparkSetting>(_settings, StringComparer.Ordinal);
        settings.Remove(key);
        return new(settings);
    }

    public bool Contains(string key) => _settings.ContainsKey(key);

    public SparkSetting? Find(string key) => _settings.GetValueOrDefault(key);

    public bool TryGet(string key, [NotNullWhen(true)] out string? value)
    {
        value = this[key];
        return value is not null;
    }

    /// <summary>Every key that starts with the prefix, the prefix removed, sorted by key: where Spark iterates a hash map, we sort.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> WithPrefix(string prefix)
    {
        List<KeyValuePair<string, string>>? found = null;
        foreach (var (key, setting) in _settings)
        {
            if (key.Length > prefix.Length && key.StartsWith(prefix, StringComparison.Ordinal))
                (found ??= []).Add(new(key[prefix.Length..], setting.Value));
        }

        found?.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        return found is null ? [] : found;
    }

    private static SparkSetting Above(SparkSetting setting, SparkSetting lower) =>
        setting with { Overridden = [lower with { Overridden = [] }, .. lower.Overridden] };
}
