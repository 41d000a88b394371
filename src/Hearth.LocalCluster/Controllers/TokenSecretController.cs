using System.Text;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Watching;

namespace Hearth.LocalCluster.Controllers;

/// <summary>Puts a token into each secret of type <c>kubernetes.io/service-account-token</c>, and deletes those whose account is not there.</summary>
internal sealed class TokenSecretController(KubeClient client, ControllerSettings settings) : IDisposable
{
    private const string SecretType = "kubernetes.io/service-account-token";
    private const string NameKey = "kubernetes.io/service-account.name";
    private const string UidKey = "kubernetes.io/service-account.uid";
    private readonly WorkQueue<ObjectKey> _queue = new();

    public Task RunAsync(CancellationToken cancellationToken)
    {
        if (settings.Tokens is null)
            return Task.CompletedTask;
        var secrets = new Store<Secret, Secret>(client, ResourceTypes.Secrets, secret => secret.Type == SecretType ? secret with { Data = null } : null, logger: settings.Logger);
        var byAccount = secrets.AddIndex(secret => $"{secret.Metadata.Namespace}/{AccountOf(secret)}");
        var accounts = new Store<ServiceAccount, ServiceAccount>(client, ResourceTypes.ServiceAccounts, account => account, logger: settings.Logger);
        secrets.Changed += change => _queue.Add(change.Key);
        accounts.Changed += change =>
        {
            foreach (var secret in byAccount.Find($"{change.Key.Namespace}/{change.Key.Name}"))
                _queue.Add(ObjectKey.Of(secret));
        };
        return Task.WhenAll(
            secrets.RunAsync(cancellationToken),
            accounts.RunAsync(cancellationToken),
            new Controller<ObjectKey>("secrets of accounts", _queue, (key, cancellation) => ReconcileAsync(settings.Tokens, key, cancellation), new() { Workers = 1, UrgentWorkers = 0 }, settings.Logger).RunAsync(cancellationToken));
    }

    public void Dispose() => _queue.Dispose();

    private static string AccountOf(Secret secret) => secret.Metadata.Annotations?.GetValueOrDefault(NameKey) ?? "";

    private async Task<ReconcileResult> ReconcileAsync(ApiServer.Security.AccountTokens tokens, ObjectKey key, CancellationToken cancellationToken)
    {
        if (await client.FindAsync(ResourceTypes.Secrets, key.Namespace, key.Name, cancellationToken) is not { Type: SecretType, Metadata.DeletionTimestamp: null } secret)
            return ReconcileResult.Done;
        var stated = secret.Metadata.Annotations?.GetValueOrDefault(UidKey) ?? "";
        var account = AccountOf(secret) is { Length: > 0 } name ? await client.FindAsync(ResourceTypes.ServiceAccounts, key.Namespace, name, cancellationToken) : null;
        if (account is null || stated.Length > 0 && stated != account.Metadata.Uid)
        {
            await client.DeleteAsync(ResourceTypes.Secrets, key.Namespace, key.Name, new() { Uid = secret.Metadata.Uid }, cancellationToken);
            return ReconcileResult.Done;
        }

        var wanted = new JsonObject();
        Want("ca.crt", tokens.AuthorityPem);
        Want("namespace", key.Namespace);
        if (secret.Data?.ContainsKey("token") != true)
            Want("token", tokens.Mint(key.Namespace, account.Metadata.Name!, account.Metadata.Uid!, key.Name));
        if (wanted.Count == 0 && stated.Length > 0)
            return ReconcileResult.Done;
        var metadata = new JsonObject { ["uid"] = secret.Metadata.Uid, ["annotations"] = new JsonObject { [UidKey] = account.Metadata.Uid } };
        await client.PatchAsync(ResourceTypes.Secrets, key.Namespace, key.Name, Patch.Merge(new JsonObject { ["metadata"] = metadata, ["data"] = wanted }), cancellationToken);
        return ReconcileResult.Done;

        void Want(string field, string text)
        {
            var value = Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
            if (secret.Data?.GetValueOrDefault(field) != value)
                wanted[field] = value;
        }
    }
}
