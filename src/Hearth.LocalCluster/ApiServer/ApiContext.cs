using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Resources;
using Hearth.LocalCluster.ApiServer.Security;
using Hearth.LocalCluster.Store;

namespace Hearth.LocalCluster.ApiServer;

/// <summary>What every part of the server shares.</summary>
internal sealed class ApiContext(ObjectStore store, TimeProvider time, Random random, Tokens tokens, Certificates certificates)
{
    // The generator of unique name endings: no vowels, no look-alikes.
    private const string NameLetters = "bcdfghjklmnpqrstvwxz2456789";

    private readonly Lock _randomGate = new();

    public ObjectStore Store => store;

    public ResourceRegistry Resources { get; } = new();

    public TimeProvider Time => time;

    /// <summary>Where services get their addresses.</summary>
    public required IPNetwork ServiceNetwork { get; init; }

    /// <summary>Held while an object is charged to the quotas of its namespace.</summary>
    public Lock QuotaGate { get; } = new();

    public Tokens Tokens => tokens;

    public Certificates Certificates => certificates;

    public string CertificateAuthorityPem => certificates.AuthorityPem;

    /// <summary>The present time as objects state it: RFC 3339, whole seconds.</summary>
    public string Now() => time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public int Next(int below)
    {
        lock (_randomGate)
            return random.Next(below);
    }

    public string NewUid()
    {
        Span<byte> bytes = stackalloc byte[16];
        lock (_randomGate)
            random.NextBytes(bytes);
        bytes[7] = (byte)(bytes[7] & 0x0f | 0x40);
        bytes[8] = (byte)(bytes[8] & 0x3f | 0x80);
        return new Guid(bytes).ToString();
    }

    /// <summary>Five letters behind a <c>generateName</c>.</summary>
    public string NewName(string prefix)
    {
        const int Most = 63 - 5;
        var name = new StringBuilder(prefix.Length > Most ? prefix[..Most] : prefix);
        for (var i = 0; i < 5; i++)
            name.Append(NameLetters[Next(NameLetters.Length)]);
        return name.ToString();
    }

    public ApiResource BuiltIn(string group, string plural) =>
        Resources.FindStored(group, plural) ?? throw new InvalidOperationException($"no resource {plural}.{group}");

    public StoredObject? Find(string group, string plural, string ns, string name) =>
        store.Table(group.Length == 0 ? plural : plural + "." + group).Objects.Find(ns, name);

    /// <summary>The object as JSON; null where there is none.</summary>
    public JsonObject? FindObject(string group, string plural, string ns, string name)
    {
        var stored = Find(group, plural, ns, name);
        return stored is null ? null : ObjectEncoder.Decode(BuiltIn(group, plural), stored);
    }

    public IEnumerable<JsonObject> Objects(string group, string plural, string? ns = null)
    {
        var resource = BuiltIn(group, plural);
        foreach (var stored in store.Table(resource.TableName).Objects.In(ns))
            yield return ObjectEncoder.Decode(resource, stored);
    }

    /// <summary>The n-th address for services, from 0.</summary>
    public string ServiceAddress(int number)
    {
        var bytes = ServiceNetwork.BaseAddress.GetAddressBytes();
        BinaryPrimitives.WriteInt32BigEndian(bytes, BinaryPrimitives.ReadInt32BigEndian(bytes) + number);
        return new IPAddress(bytes).ToString();
    }

    public static ApiException NotFound(RequestInfo request) => ApiException.NotFound(request.Group, request.Plural, request.Name);
}
