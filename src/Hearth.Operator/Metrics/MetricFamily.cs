using System.Globalization;
using System.Text;

namespace Hearth.Operator.Metrics;

internal enum MetricType
{
    Counter,
    Gauge,
    Summary,
    Histogram,
}

/// <summary>One metric with all its label values, in Prometheus' text format. Thread-safe.</summary>
internal sealed class MetricFamily(string name, string help, MetricType type, IReadOnlyList<double>? buckets = null)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Series> _series = new(StringComparer.Ordinal);

    private sealed class Series(int buckets)
    {
        public double Sum;
        public long Count;
        public readonly long[] Buckets = new long[buckets];
    }

    /// <summary>A counter goes up by one; a summary or histogram counts the value.</summary>
    /// <param name="labels">As <see cref="LabelText"/> writes them.</param>
    /// <param name="value">For counters the amount.</param>
    public void Observe(string labels, double value = 1)
    {
        lock (_lock)
        {
            var series = Find(labels);
            series.Sum += value;
            series.Count++;
            for (var i = 0; i < series.Buckets.Length; i++)
            {
                if (value <= buckets![i])
                    series.Buckets[i]++;
            }
        }
    }

    /// <summary>Replaces all values of a gauge.</summary>
    public void Set(IEnumerable<KeyValuePair<string, double>> values)
    {
        lock (_lock)
        {
            foreach (var series in _series.Values)
                series.Sum = 0;
            foreach (var (labels, value) in values)
                Find(labels).Sum = value;
        }
    }

    public void Write(StringBuilder text)
    {
        lock (_lock)
        {
            if (_series.Count == 0)
                return;
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {Word(type)}\n");
            foreach (var (labels, series) in _series)
                Write(text, labels, series);
        }
    }

    /// <summary><c>a="b",c="d"</c>, escaped.</summary>
    public static string LabelText(IEnumerable<KeyValuePair<string, string>> labels) => string.Join(
        ',', labels.Select(l => $"{l.Key}=\"{l.Value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\""));

    private static string Word(MetricType type) => type switch
    {
        MetricType.Counter => "counter",
        MetricType.Gauge => "gauge",
        MetricType.Summary => "summary",
        _ => "histogram",
    };

    private Series Find(string labels)
    {
        if (!_series.TryGetValue(labels, out var series))
            _series.Add(labels, series = new(buckets?.Count ?? 0));
        return series;
    }

    private void Write(StringBuilder text, string labels, Series series)
    {
        var braces = labels.Length == 0 ? "" : $"{{{labels}}}";
        if (type is MetricType.Counter or MetricType.Gauge)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}{braces} {series.Sum}\n");
            return;
        }

        for (var i = 0; i < series.Buckets.Length; i++)
            text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{With(labels, buckets![i].ToString(CultureInfo.InvariantCulture))}}} {series.Buckets[i]}\n");
        if (type == MetricType.Histogram)
            text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{With(labels, "+Inf")}}} {series.Count}\n");
        text.Append(CultureInfo.InvariantCulture, $"{name}_sum{braces} {series.Sum}\n{name}_count{braces} {series.Count}\n");
    }

    private static string With(string labels, string bound) => labels.Length == 0 ? $"le=\"{bound}\"" : $"{labels},le=\"{bound}\"";
}
