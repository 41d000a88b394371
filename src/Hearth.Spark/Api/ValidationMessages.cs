namespace Hearth.Spark.Api;

/// <summary>Words that the schema and the validation share; clients of the peer look for them.</summary>
internal static class ValidationMessages
{
    public const string NodeSelectorTwice = "node selector cannot be defined at both SparkApplication and Driver/Executor";
    public const string TemplateNeedsSpark3 = "pod template feature requires Spark version 3.0.0 or higher";
}
