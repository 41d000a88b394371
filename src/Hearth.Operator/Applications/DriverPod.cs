using Hearth.Spark.Api;
using Hearth.Spark.Submission;

namespace Hearth.Operator.Applications;

/// <summary>How the driver pod of an application is called.</summary>
internal static class DriverPod
{
    public static string NameOf(SparkApplication application) => ApplicationSubmission.DriverPodName(application);
}
