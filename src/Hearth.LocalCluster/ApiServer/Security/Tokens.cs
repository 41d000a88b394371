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

    public (string Token, DateTimeOffset Expires) Mint(string ns, string account, string accountUid, IReadOnlyList<string> audiences, TimeSpan lifetime, JsonObject? boundTo, JsonObject? node, string id)
    {
        var now = _time.GetUtcNow();
        var expires = DateTimeOffset.FromUnixTimeSeconds(now.Add(lifetime).ToUnixTimeSeconds());
        var kubernetes = new JsonObject { ["namespace"] = ns, ["serviceaccount"] = new JsonObject { ["name"] = account, ["uid"] = accountUid } };
        if (boundTo is not null)
            kubernetes[(boundTo.Text("kind") ?? "Pod").ToLowerInvariant()] = new JsonObject { ["name"] = boundTo.Text("name"), ["uid"] = boundTo.Text("uid") };
        if (node is not null)
            kubernetes["node"] = node;
        var claims = new JsonObject
        {
            ["aud"] = new JsonArray([.. audiences.Select(audience => (JsonNode)JsonValue.Create(audience))]),
            ["exp"] = expires.ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["iss"] = Issuer,
            ["jti"] = id,
            ["kubernetes.io"] = kubernetes,
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["sub"] = $"system:serviceaccount:{ns}:{account}",
        };
        var head = new JsonObject { ["alg"] = "ES256", ["kid"] = _keyId };
        var signed = $"{Encode(head)}.{Encode(claims)}";
        var signature = _key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256);
        return ($"{signed}.{Base64Url.EncodeToString(signature)}", expires);
    }

    /// <summary>The claims of a token of this cluster that has not expired; null for any other text.</summary>
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

        return claims["exp"].Number > _time.GetUtcNow().ToUnixTimeSeconds() ? claims : null;
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

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Json.ToText(part)));

    public void Dispose() => _key.Dispose();
}
