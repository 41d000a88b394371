using Hearth.Spark.Api;

namespace Hearth.Operator.Applications;

/// <summary>How the driver pod of an application is called.</summary>
internal static class DriverPod
{
    private const string NameSetting = "spark.kubernetes.driver.pod.name";

    public static string NameOf(SparkApplication application)
    {
        if (application.Spec.Driver.PodName is { Length: > 0 } name)
            return name;
        return application.Spec.SparkConf?.GetValueOrDefault(NameSetting) is { Length: > 0 } set ? set : $"{application.Metadata.Name}-driver";
    }
}
