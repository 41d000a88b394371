using System.Globalization;
using Hearth.Spark.Configuration;

namespace Hearth.Spark.Submission.Applications;

/// <summary>Settings in ascending precedence; what is null adds nothing.</summary>
internal sealed class SettingList
{
    private readonly List<SparkSetting> _settings = [];

    public IReadOnlyList<SparkSetting> Settings => _settings;

    public void Add(string key, string? value, string origin)
    {
        if (value is not null)
            _settings.Add(new(key, value, origin));
    }

    public void Add(string key, long? value, string origin) => Add(key, value?.ToString(CultureInfo.InvariantCulture), origin);

    public void Add(string key, bool? value, string origin) => Add(key, value is { } flag ? flag ? "true" : "false" : null, origin);

    /// <summary>One setting for each entry, in the order of the names.</summary>
    public void AddAll(string prefix, IReadOnlyDictionary<string, string>? values, string origin)
    {
        foreach (var (name, value) in (values ?? new Dictionary<string, string>()).OrderBy(entry => entry.Key, StringComparer.Ordinal))
            Add(prefix + name, value, $"{origin}.{name}");
    }

    /// <summary>A comma-separated list; an empty one adds nothing.</summary>
    public void AddList(string key, IReadOnlyList<string>? values, string origin)
    {
        if (values is { Count: > 0 })
            Add(key, string.Join(',', values), origin);
    }

    public bool Contains(string key) => _settings.Exists(setting => setting.Key == key);
}
