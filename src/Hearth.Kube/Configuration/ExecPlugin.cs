using System.Text.Json.Nodes;

namespace Hearth.Kube.Configuration;

/// <summary>A program that prints a credential (<c>client.authentication.k8s.io</c> v1 or v1beta1), as a kubeconfig's <c>exec</c> describes it.</summary>
internal sealed record ExecPlugin
{
    public required string ApiVersion { get; init; }
    public required string Command { get; init; }
    public required IReadOnlyList<string> Arguments { get; init; }
    public required IReadOnlyList<KeyValuePair<string, string>> Variables { get; init; }
    public string? InstallHint { get; init; }

    /// <summary>May the program ask the user? <c>Never</c>, <c>IfAvailable</c>, <c>Always</c>.</summary>
    public string InteractiveMode { get; init; } = "IfAvailable";

    /// <summary>What the program is told about the cluster, or null.</summary>
    public JsonObject? Cluster { get; init; }

    public string File { get; init; } = "";

    public static ExecPlugin Read(YamlFields exec, YamlFields cluster, string server)
    {
        var version = exec.Text("apiVersion") ?? throw exec.Missing("apiVersion");
        if (version is not ("client.authentication.k8s.io/v1" or "client.authentication.k8s.io/v1beta1"))
        {
            throw new KubeConfigurationException($"{exec.File}: the exec plugin's apiVersion {version} is not known. "
                + "Update the plugin and write the kubeconfig anew: client.authentication.k8s.io/v1 and v1beta1 work.");
        }

        return new()
        {
            ApiVersion = version,
            Command = Located(exec.Text("command") ?? throw exec.Missing("command"), exec.File),
            Arguments = exec.Texts("args"),
            Variables = [.. exec.Maps("env").Select(e => KeyValuePair.Create(e.Text("name") ?? throw e.Missing("name"), e.Text("value") ?? ""))],
            InstallHint = exec.Text("installHint"),
            InteractiveMode = exec.Text("interactiveMode") ?? "IfAvailable",
            Cluster = exec.Flag("provideClusterInfo") ? Describe(cluster, server) : null,
            File = exec.File,
        };
    }

    // A command with a folder in it starts at the kubeconfig; a bare one is looked up in PATH.
    private static string Located(string command, string file) => command.Contains('/', StringComparison.Ordinal)
        ? Path.GetFullPath(command, Path.GetDirectoryName(Path.GetFullPath(file))!)
        : command;

    private static JsonObject Describe(YamlFields cluster, string server)
    {
        var about = new JsonObject { ["server"] = server };
        if (cluster.Text("tls-server-name") is { } name)
            about["tls-server-name"] = name;
        if (cluster.Flag("insecure-skip-tls-verify"))
            about["insecure-skip-tls-verify"] = true;
        if (cluster.Text("proxy-url") is { } proxy)
            about["proxy-url"] = proxy;
        if (cluster.Text("certificate-authority-data") is { } data)
            about["certificate-authority-data"] = data;
        else if (cluster.Text("certificate-authority") is { } path)
            about["certificate-authority-data"] = Convert.ToBase64String(System.IO.File.ReadAllBytes(Path.GetFullPath(path, Path.GetDirectoryName(Path.GetFullPath(cluster.File))!)));
        return about;
    }
}
