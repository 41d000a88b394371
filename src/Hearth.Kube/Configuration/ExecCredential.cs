using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hearth.Kube.Configuration;

/// <summary>Runs an exec plugin when a credential is needed and keeps what it gave until that expires or the server refuses it.</summary>
#pragma warning disable CA1001 // A semaphore whose wait handle is never asked for holds nothing to dispose.
internal sealed class ExecCredential(ExecPlugin plugin, TimeProvider time) : CredentialSource
#pragma warning restore CA1001
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim _one = new(1);
    private Answer? _current;

    private sealed record Answer(Credential Credential, DateTimeOffset? Expires);

    public override async ValueTask<Credential> GetAsync(CancellationToken cancellationToken)
    {
        if (Usable(_current) is { } usable)
            return usable;
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (Usable(_current) is { } fetched)
                return fetched;
            _current = Parse(await RunAsync(cancellationToken));
            return _current.Credential;
        }
        finally
        {
            _one.Release();
        }
    }

    public override bool Refused(Credential credential)
    {
        var current = _current;
        if (ReferenceEquals(current?.Credential, credential))
            Interlocked.CompareExchange(ref _current, null, current);
        return true;
    }

    private Credential? Usable(Answer? answer) => answer is not null && (answer.Expires is null || time.GetUtcNow() < answer.Expires) ? answer.Credential : null;

    private async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        // A plugin that may talk to the user needs the user's terminal; one that may not is read in full, for messages.
        var interactive = plugin.InteractiveMode != "Never" && !Console.IsInputRedirected;
        if (plugin.InteractiveMode == "Always" && !interactive)
            throw Failed("it must ask you something, but there is no terminal. Run the command in a terminal.");
        using var process = Start(interactive);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Somebody who types a password takes longer than a program.
        limit.CancelAfter(interactive ? s_limit * 5 : s_limit);
        try
        {
            if (!interactive)
                process.StandardInput.Close();
            var errors = interactive ? Task.FromResult("") : process.StandardError.ReadToEndAsync(limit.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 ? output : throw Failed($"it ended with exit code {process.ExitCode}{Said(await errors)}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed("it gave no answer in time.");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private Process Start(bool interactive)
    {
        var start = new ProcessStartInfo(plugin.Command)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = !interactive,
            RedirectStandardInput = !interactive,
        };
        foreach (var argument in plugin.Arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in plugin.Variables)
            start.Environment[name] = value;
        start.Environment["KUBERNETES_EXEC_INFO"] = Request(interactive);
        try
        {
            return Process.Start(start) ?? throw Failed("it did not start.");
        }
        catch (Win32Exception e)
        {
            var hint = plugin.InstallHint is { } text ? "\n" + text.Trim() : " Install it, or put it in PATH.";
            throw Failed($"it cannot be started: {e.Message}.{hint}", e);
        }
    }

    private string Request(bool interactive)
    {
        var spec = new JsonObject { ["interactive"] = interactive };
        if (plugin.Cluster is { } cluster)
            spec["cluster"] = cluster.DeepClone();
        return new JsonObject { ["apiVersion"] = plugin.ApiVersion, ["kind"] = "ExecCredential", ["spec"] = spec }.ToJsonString();
    }

    private Answer Parse(string output)
    {
        JsonNode? status;
        try
        {
            var root = JsonNode.Parse(output) as JsonObject ?? throw Failed("it did not print an ExecCredential object.");
            if (root["apiVersion"]?.ToString() is { } version && version != plugin.ApiVersion)
                throw Failed($"it answered in {version}, but the kubeconfig asks for {plugin.ApiVersion}.");
            status = root["status"];
        }
        catch (JsonException e)
        {
            throw Failed("what it printed is no JSON.", e);
        }

        var token = status?["token"]?.ToString();
        var certificate = Certificate(status?["clientCertificateData"]?.ToString(), status?["clientKeyData"]?.ToString());
        if (string.IsNullOrEmpty(token) && certificate is null)
            throw Failed("it printed neither a token nor a client certificate.");
        DateTimeOffset? expires = DateTimeOffset.TryParse(status?["expirationTimestamp"]?.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
        return new(new(string.IsNullOrEmpty(token) ? null : new("Bearer", token), certificate), expires);
    }

    private X509Certificate2Collection? Certificate(string? certificate, string? key) =>
        certificate is null || key is null ? null : Certificates.WithKey(certificate, key, $"the client certificate of the exec plugin {plugin.Command}");

    private static string Said(string errors) => errors.Trim() is { Length: > 0 } text ? ": " + (text.Length > 2000 ? text[^2000..] : text) : ".";

    private KubeConfigurationException Failed(string why, Exception? inner = null) =>
        new($"The credential plugin \"{plugin.Command}\" of {plugin.File} gave no credential: {why}", inner);
}
