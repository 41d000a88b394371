using Hearth.History;
using Shouldly;
using Xunit;

namespace Hearth.Tests.History;

/// <summary>The settings of Spark's History Server, and what they mean here.</summary>
public class HistoryPropertiesTests
{
    [Fact]
    public void Settings_of_Sparks_server_are_applied()
    {
        var options = Apply(
            ("spark.history.fs.logDirectory", "file:///a, s3a://b/c"), ("spark.history.ui.port", "18081"), ("spark.history.fs.update.interval", "1m"),
            ("spark.history.ui.title", "Ours"), ("spark.history.ui.acls.enable", "true"), ("spark.history.ui.admin.acls", "ann,bob"),
            ("spark.history.ui.admin.acls.groups", "ops"), ("spark.history.store.path", "/store"), ("spark.history.store.maxDiskUsage", "2g"), ("spark.ui.proxyBase", "/spark"));
        options.LogDirectories.ShouldBe(["file:///a", "s3a://b/c"]);
        (options.Port, options.UpdateInterval, options.Title, options.AclsEnabled).ShouldBe((18081, TimeSpan.FromMinutes(1), "Ours", true));
        (options.SnapshotFolder, options.SnapshotBytes, options.ProxyBase).ShouldBe(("/store", 2L << 30, "/spark"));
        options.AdminUsers.ShouldBe(["ann", "bob"]);
        options.AdminGroups.ShouldBe(["ops"]);
    }

    [Theory]
    [InlineData("spark.history.fs.cleaner.enabled", "true", "only read")]
    [InlineData("spark.history.fs.eventLog.rolling.maxFilesToRetain", "2", "not compacted")]
    [InlineData("spark.history.fs.update.intervall", "5s", "not a setting")]
    [InlineData("spark.history.provider", "org.example.Other", "directories")]
    public void What_would_be_missed_is_warned_of(string key, string value, string words)
    {
        var warnings = new List<string>();
        Apply(warnings, (key, value));
        warnings.ShouldHaveSingleItem().ShouldContain(words);
    }

    [Theory]
    [InlineData("spark.history.fs.cleaner.enabled", "false")]
    [InlineData("spark.history.retainedApplications", "50")]
    [InlineData("spark.history.provider", "org.apache.spark.deploy.history.FsHistoryProvider")]
    [InlineData("spark.eventLog.dir", "/tmp")]
    public void What_nobody_misses_is_left_alone(string key, string value)
    {
        var warnings = new List<string>();
        Apply(warnings, (key, value));
        warnings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("spark.history.ui.port", "http")]
    [InlineData("spark.history.fs.update.interval", "soon")]
    [InlineData("spark.history.store.maxDiskUsage", "much")]
    public void Values_that_cannot_be_understood_are_told(string key, string value)
    {
        var problems = new List<string>();
        HistoryProperties.Apply(new HistoryOptions { LogDirectories = [] }, [KeyValuePair.Create(key, value)], _ => { }, problems.Add);
        problems.ShouldHaveSingleItem().ShouldContain(key);
    }

    [Fact]
    public void Java_options_hold_settings_among_others() =>
        HistoryProperties.OfJavaOptions("-Xmx4g -Dspark.history.fs.logDirectory=s3a://b/c?x=1 -Dlog4j=f \"-Dspark.history.ui.port=1\"")
            .ShouldBe([KeyValuePair.Create("spark.history.fs.logDirectory", "s3a://b/c?x=1"), KeyValuePair.Create("spark.history.ui.port", "1")]);

    private static HistoryOptions Apply(params (string Key, string Value)[] properties) => Apply([], properties);

    private static HistoryOptions Apply(List<string> warnings, params (string Key, string Value)[] properties) => HistoryProperties.Apply(
        new HistoryOptions { LogDirectories = [] }, properties.Select(p => KeyValuePair.Create(p.Key, p.Value)), warnings.Add, problem => throw new InvalidOperationException(problem));
}
