using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Security;

/// <summary>Signs and reads the tokens of service accounts: JSON Web Tokens, ES256.</summary>
internal sealed class Tokens : IDisposable
{
    public const string Issuer = "https://kubernetes.default.svc";

    /// <summary>Of tokens in secrets, and what their claims begin with.</summary>
    public const string SecretIssuer = "kubernetes/serviceaccount";
    public const string SecretClaim = "kubernetes.io/serviceaccount/";

    private readonly ECDsa _key;
    private readonly TimeProvider _time;
    private readonly string _keyId;
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, JsonObject> _verified = new(StringComparer.Ordinal);

    private Tokens(ECDsa key, TimeProvider time)
    {
        _key = key;
        _time = time;
        _keyId = Base64Url.EncodeToString(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
    }

    /// <param name="directory">Where the key is kept so that tokens stay valid; null makes a new one.</param>
    public static Tokens Create(TimeProvider time, string? directory)
    {
        var path = directory is null ? null : Path.Combine(directory, "sa.key");
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (path is not null && File.Exists(path))
            key.ImportFromPem(File.ReadAllText(path));
        else if (path is not null)
            PrivateFile.Write(path, key.ExportPkcs8PrivateKeyPem() + "\n");
        return new Tokens(key, time);
    }

    /// <param name="extension">How long the token is good nevertheless, for programs that do not read it again; it says from when on it should not be used.</param>
    public (string Token, DateTimeOffset Expires) Mint(string ns, string account, string accountUid, IReadOnlyList<string> audiences, TimeSpan lifetime, JsonObject? boundTo, JsonObject? node, string id, TimeSpan? extension = null)
    {
        var now = _time.GetUtcNow();
        var expires = DateTimeOffset.FromUnixTimeSeconds(now.Add(lifetime).ToUnixTimeSeconds());
        var ends = extension is { } longer ? now.Add(longer) : expires;
        var kubernetes = new JsonObject { ["namespace"] = ns, ["serviceaccount"] = new JsonObject { ["name"] = account, ["uid"] = accountUid } };
        if (boundTo is not null)
            kubernetes[(boundTo.Text("kind") ?? "Pod").ToLowerInvariant()] = new JsonObject { ["name"] = boundTo.Text("name"), ["uid"] = boundTo.Text("uid") };
        if (node is not null)
            kubernetes["node"] = node;
        if (extension is not null)
            kubernetes["warnafter"] = expires.ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["aud"] = new JsonArray([.. audiences.Select(audience => (JsonNode)JsonValue.Create(audience))]),
            ["exp"] = ends.ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["iss"] = Issuer,
            ["jti"] = id,
            ["kubernetes.io"] = kubernetes,
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["sub"] = $"system:serviceaccount:{ns}:{account}",
        };
        return (Sign(claims), expires);
    }

    /// <summary>A token that ends with its secret, and says so in the words of old ones.</summary>
    public string MintForSecret(string ns, string account, string accountUid, string secret) => Sign(new JsonObject
    {
        ["iss"] = SecretIssuer,
        [SecretClaim + "namespace"] = ns,
        [SecretClaim + "secret.name"] = secret,
        [SecretClaim + "service-account.name"] = account,
        [SecretClaim + "service-account.uid"] = accountUid,
        ["sub"] = $"system:serviceaccount:{ns}:{account}",
    });

    private string Sign(JsonObject claims)
    {
        var signed = $"{Encode(new JsonObject { ["alg"] = "ES256", ["kid"] = _keyId })}.{Encode(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    /// <summary>Whether a token that was not signed here says that it was.</summary>
    public static bool ClaimsToBeOurs(string token)
    {
        try
        {
            return token.Split('.') is [_, var claims, _] && JsonReader.Read(Base64Url.DecodeFromChars(claims)) is JsonObject stated && stated.Text("iss") is Issuer or SecretIssuer;
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            return false;
        }
    }

    public bool HasExpired(JsonObject claims) => !(claims["exp"].Number > _time.GetUtcNow().ToUnixTimeSeconds());

    /// <summary>The claims of a token of this cluster, also of one that has expired; null for any other text.</summary>
    public JsonObject? Verify(string token)
    {
        if (!_verified.TryGetValue(token, out var claims))
        {
            claims = Read(token);
            if (claims is null)
                return null;
            if (_verified.Count > 10_000)
                _verified.Clear();
            _verified[token] = claims;
        }

        return claims;
    }

    private JsonObject? Read(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3)
            return null;
        try
        {
            var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
            if (!_key.VerifyData(signed, Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256))
                return null;
            return JsonReader.Read(Base64Url.DecodeFromChars(parts[1])) as JsonObject;
        }
        catch (Exception exception) when (exception is FormatException or JsonException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Where others learn to check the tokens (OpenID Connect discovery).</summary>
    public static JsonObject Configuration(string server) => new()
    {
        ["issuer"] = Issuer,
        ["jwks_uri"] = server + "/openid/v1/jwks",
        ["response_types_supported"] = new JsonArray("id_token"),
        ["subject_types_supported"] = new JsonArray("public"),
        ["id_token_signing_alg_values_supported"] = new JsonArray("ES256"),
    };

    /// <summary>The public part of the key, as a JSON Web Key Set.</summary>
    public JsonObject PublicKeys()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["use"] = "sig",
                ["kty"] = "EC",
                ["kid"] = _keyId,
                ["crv"] = "P-256",
                ["alg"] = "ES256",
                ["x"] = Base64Url.EncodeToString(point.X),
                ["y"] = Base64Url.EncodeToString(point.Y),
            }),
        };
    }

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Json.ToText(part)));

    public void Dispose() => _key.Dispose();
}
