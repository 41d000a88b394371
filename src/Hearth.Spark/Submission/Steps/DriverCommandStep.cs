using Hearth.Spark.Configuration;

namespace Hearth.Spark.Submission.Steps;

/// <summary>The arguments of the driver's container, which its image's entry point hands to spark-submit.</summary>
internal static class DriverCommandStep
{
    private const string PropertiesFile = "/opt/spark/conf/spark.properties";
    private const string Internal = "spark-internal";

    public static void Configure(PodDraft draft)
    {
        var main = draft.Request.Main;
        if (main.Language == ApplicationLanguage.Python)
            AddPythonEnvironment(draft);
        draft.Args.Add("driver");
        if (draft.Request.ProxyUser is { } user)
            draft.Args.AddRange(["--proxy-user", user]);
        draft.Args.AddRange(["--properties-file", PropertiesFile, "--class", main.MainClass, Resource(draft, main)]);
        draft.Args.AddRange(main.Arguments);
        draft.Properties[SparkKeys.ResourceType] = main.Language switch
        {
            ApplicationLanguage.Python => "python",
            ApplicationLanguage.R => "r",
            _ => "java",
        };
    }

    private static string Resource(PodDraft draft, MainApplication main) => main.Language switch
    {
        ApplicationLanguage.Java => main.Resource is null || DependencyUpload.IsLocal(main.Resource) ? Internal : main.Resource,
        ApplicationLanguage.Python => DependencyUpload.Rename(draft, main.Resource ?? Internal),
        _ => main.Resource ?? Internal,
    };

    private static void AddPythonEnvironment(PodDraft draft)
    {
        var environment = draft.Request.Submitter.Environment;
        var python = draft.Conf.Text(SparkKeys.PysparkPython);
        if ((python ?? environment.GetValueOrDefault("PYSPARK_PYTHON")) is { } executable)
            draft.AddEnv("PYSPARK_PYTHON", executable);
        var driver = draft.Conf.Text(SparkKeys.PysparkDriverPython) ?? python
            ?? environment.GetValueOrDefault("PYSPARK_DRIVER_PYTHON") ?? environment.GetValueOrDefault("PYSPARK_PYTHON");
        if (driver is not null)
            draft.AddEnv("PYSPARK_DRIVER_PYTHON", driver);
    }
}
