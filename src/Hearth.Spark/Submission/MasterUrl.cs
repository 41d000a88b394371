namespace Hearth.Spark.Submission;

/// <summary>The value of <c>spark.master</c> for Kubernetes (<c>Utils.checkAndGetK8sMasterUrl</c>).</summary>
public static class MasterUrl
{
    private const string Scheme = "k8s://";

    /// <summary><c>k8s://host:port</c> means https; http stays http.</summary>
    public static bool TryNormalize(string master, out string url, out string error)
    {
        (url, error) = (master, "");
        if (!master.StartsWith(Scheme, StringComparison.Ordinal))
        {
            error = $"Kubernetes master URL must start with {Scheme}, but is {master}";
            return false;
        }

        var server = master[Scheme.Length..];
        if (!server.Contains("://", StringComparison.Ordinal))
        {
            url = $"{Scheme}https://{server}";
            return true;
        }

        if (server.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || server.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            return true;
        error = $"Invalid Kubernetes master scheme: {server.Split("://")[0]} in {master}";
        return false;
    }

    /// <summary>The API server's address in a normalised master.</summary>
    public static string Server(string master) => master[Scheme.Length..];
}
