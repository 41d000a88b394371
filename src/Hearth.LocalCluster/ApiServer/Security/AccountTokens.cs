namespace Hearth.LocalCluster.ApiServer.Security;

/// <summary>The right to sign tokens that last as long as a secret: for the controller of secrets of accounts alone.</summary>
public sealed class AccountTokens
{
    private readonly Tokens _tokens;

    internal AccountTokens(Tokens tokens, string authorityPem) => (_tokens, AuthorityPem) = (tokens, authorityPem);

    /// <summary>The certificate that goes with a token.</summary>
    internal string AuthorityPem { get; }

    internal string Mint(string ns, string account, string accountUid, string secret) => _tokens.MintForSecret(ns, account, accountUid, secret);
}
