namespace Hearth.Operator.Applications;

/// <summary>Reasons of events, as the peer's clients know them.</summary>
internal static class EventReasons
{
    public const string Added = "SparkApplicationAdded";
    public const string Submitted = "SparkApplicationSubmitted";
    public const string SubmissionWarning = "SparkApplicationSubmissionWarning";
    public const string SubmissionFailed = "SparkApplicationSubmissionFailed";
    public const string Completed = "SparkApplicationCompleted";
    public const string Failed = "SparkApplicationFailed";
    public const string PendingRerun = "SparkApplicationPendingRerun";
    public const string Suspending = "SparkApplicationSuspending";
    public const string Suspended = "SparkApplicationSuspended";
    public const string Resuming = "SparkApplicationResuming";
    public const string DriverNotFound = "SparkDriverNotFound";
    public const string DeadlineExceeded = "SparkApplicationDeadlineExceeded";

    public static string Driver(string state) => "SparkDriver" + state;

    public static string Executor(string state) => "SparkExecutor" + state;
}
