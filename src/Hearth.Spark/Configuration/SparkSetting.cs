namespace Hearth.Spark.Configuration;

/// <summary>One value of a configuration and where it came from.</summary>
/// <param name="Key">For example <c>spark.executor.memory</c>.</param>
/// <param name="Value">The text as given; never null.</param>
/// <param name="Origin">Who gave it, in words a user recognises: <c>--driver-memory</c>, <c>spec.driver.memory</c>, <c>conf/spark-defaults.conf</c>.</param>
public sealed record SparkSetting(string Key, string Value, string Origin)
{
    /// <summary>The values that this one overrode, the strongest first.</summary>
    public IReadOnlyList<SparkSetting> Overridden { get; init; } = [];
}
