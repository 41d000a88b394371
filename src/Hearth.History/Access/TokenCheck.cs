using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Hearth.History.Access;

/// <summary>
/// Knows tokens: the server's own, or those that an authenticator (Kubernetes) accepts. Its verdicts are remembered for a minute, refusals for
/// ten seconds, by the tokens' hashes.
/// </summary>
internal sealed class TokenCheck(HistoryOptions options, TimeProvider time)
{
    private static readonly TimeSpan s_accepted = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_refused = TimeSpan.FromSeconds(10);
    private const int MostRemembered = 10_000;
    private const int LongestToken = 16 * 1024;
    private readonly byte[]? _own = options.Token is null ? null : Hash(options.Token);
    private readonly ConcurrentDictionary<string, (TokenVerdict Verdict, DateTimeOffset Until)> _known = new(StringComparer.Ordinal);

    public bool IsDemanded => _own is not null || options.Authenticate is not null;

    public async Task<TokenVerdict> CheckAsync(string token, CancellationToken cancellation)
    {
        if (token.Length is 0 or > LongestToken)
            return new TokenVerdict(null, "this is no token");
        var hash = Hash(token);

        // The server's own token names nobody, so view ACLs do not apply to it.
        if (_own is not null && CryptographicOperations.FixedTimeEquals(hash, _own))
            return new TokenVerdict(null);
        if (options.Authenticate is null)
            return new TokenVerdict(null, "the token is not right");
        var key = Convert.ToHexStringLower(hash);
        if (_known.TryGetValue(key, out var known) && known.Until > time.GetUtcNow())
            return known.Verdict;
        var verdict = await options.Authenticate(token, cancellation);
        if (_known.Count >= MostRemembered)
            _known.Clear();
        _known[key] = (verdict, time.GetUtcNow() + (verdict.Refusal is null ? s_accepted : s_refused));
        return verdict;
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
