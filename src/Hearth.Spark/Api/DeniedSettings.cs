namespace Hearth.Spark.Api;

/// <summary>Settings that a manifest may not set in sparkConf, because fields or the operator decide them.</summary>
public static class DeniedSettings
{
    public static IReadOnlyList<string> Keys { get; } =
    [
        "spark.kubernetes.authenticate.driver.serviceAccountName",
        "spark.kubernetes.authenticate.executor.serviceAccountName",
        "spark.kubernetes.authenticate.oauthTokenFile",
        "spark.kubernetes.authenticate.oauthToken",
        "spark.kubernetes.authenticate.driver.oauthTokenFile",
        "spark.kubernetes.authenticate.driver.oauthToken",
        "spark.kubernetes.authenticate.executor.oauthTokenFile",
        "spark.kubernetes.authenticate.executor.oauthToken",
        "spark.master",
        "spark.kubernetes.driver.master",
        "spark.kubernetes.container.image",
        "spark.kubernetes.driver.container.image",
        "spark.kubernetes.executor.container.image",
    ];

    /// <summary>Why <paramref name="key"/> is refused; "is not allowed" is what clients look for.</summary>
    public static string Message(string key) => $"sparkConf key \"{key}\" is not allowed: {Instead(key)}";

    private static string Instead(string key) => key switch
    {
        _ when key.EndsWith(".serviceAccountName", StringComparison.Ordinal) => "use serviceAccount of driver or executor",
        _ when key.EndsWith("container.image", StringComparison.Ordinal) => "use the field image of the spec, driver or executor",
        "spark.kubernetes.driver.master" => "use driver.kubernetesMaster",
        _ => "this value is managed by the operator",
    };
}
