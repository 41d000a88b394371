using System.Buffers.Text;
using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Validation;

namespace Hearth.LocalCluster.ApiServer.CustomResources;

/// <summary>
/// The string formats that API servers check in custom resources (<c>k8s.io/kube-openapi/pkg/validation/strfmt</c>). Formats that they do not
/// know accept everything.
/// </summary>
internal static partial class StringFormats
{
    private static readonly FrozenSet<string> s_known = new[]
    {
        "bsonobjectid", "byte", "cidr", "creditcard", "date", "date-time", "datetime", "duration", "email", "hexcolor", "hostname", "ipv4", "ipv6", "isbn", "isbn10", "isbn13",
        "mac", "password", "rgbcolor", "ssn", "uri", "uuid", "uuid3", "uuid4", "uuid5",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static bool IsKnown(string format) => s_known.Contains(format);

    /// <summary>A copy of a schema without the formats that are not known.</summary>
    public static JsonObject WithKnown(JsonObject schema)
    {
        var copy = (JsonObject)schema.DeepClone();
        Forget(copy);
        return copy;
    }

    private static void Forget(JsonObject schema)
    {
        if (schema.Text("format") is { } format && !IsKnown(format))
            schema.Remove("format");
        foreach (var (_, child) in Validation.SchemaDefinitionValidation.Children(schema))
            Forget(child);
    }

    public static bool Accepts(string format, string text) => format switch
    {
        "date-time" or "datetime" => IsDateTime(text),
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "duration" => Durations.IsDuration(text),
        "uuid" => Uuid().IsMatch(text),
        "uuid3" or "uuid4" or "uuid5" => Uuid().IsMatch(text) && text.Replace("-", "", StringComparison.Ordinal)[12] == format[^1],
        // Go asks for an address of either kind with a dot or a colon in it.
        "ipv4" => text.Contains('.', StringComparison.Ordinal) && Addresses.IsAddress(text),
        "ipv6" => text.Contains(':', StringComparison.Ordinal) && Addresses.IsAddress(text),
        "cidr" => IPNetwork.TryParse(text, out _) || IsHostWithPrefix(text),
        "mac" => Mac().IsMatch(text),
        "byte" => !text.Any(char.IsWhiteSpace) && Base64.IsValid(text),
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _) || text.StartsWith('/'),
        "email" => MailAddress.TryCreate(text, out var mail) && mail.Address == text,
        "hostname" => text.Length <= 255 && Hostname().IsMatch(text) && Array.TrueForAll(text.Split('.'), label => Encoding.UTF8.GetByteCount(label) <= 63),
        "hexcolor" => HexColor().IsMatch(text),
        "bsonobjectid" => BsonObjectId().IsMatch(text),
        "isbn" => Checksums.IsIsbn10(text) || Checksums.IsIsbn13(text),
        "isbn10" => Checksums.IsIsbn10(text),
        "isbn13" => Checksums.IsIsbn13(text),
        "creditcard" => Checksums.IsCreditCard(text),
        "ssn" => SocialSecurity().IsMatch(text),
        "rgbcolor" => RgbColor().IsMatch(text),
        "k8s-short-name" => !Validation.Names.LabelProblems(text).Any(),
        "k8s-long-name" => !Validation.Names.SubdomainProblems(text).Any(),
        _ => true,
    };

    private static bool IsDateTime(string text) =>
        DateTime().IsMatch(text) && DateTimeOffset.TryParse(text.Replace('t', 'T').Replace('z', 'Z'), CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    // An address inside its network, which .NET's type refuses.
    private static bool IsHostWithPrefix(string text) =>
        text.Split('/') is [var address, var prefix]
        && IPAddress.TryParse(address, out var ip)
        && byte.TryParse(prefix, NumberStyles.None, CultureInfo.InvariantCulture, out var bits)
        && bits <= (ip.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}([.,][0-9]+)?([Zz]|[+-][0-9]{2}:?[0-9]{2})?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DateTime();

    [GeneratedRegex(@"(?i)^[0-9A-F]{8}-?[0-9A-F]{4}-?[0-9A-F]{4}-?[0-9A-F]{4}-?[0-9A-F]{12}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Uuid();

    [GeneratedRegex(@"^([0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){5}([:-][0-9A-Fa-f]{2}){0,2}|[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Mac();

    [GeneratedRegex(@"^([a-zA-Z0-9\p{S}\p{L}]((-?[a-zA-Z0-9\p{S}\p{L}]{0,62})?)|([a-zA-Z0-9\p{S}\p{L}](([a-zA-Z0-9-\p{S}\p{L}]{0,61}[a-zA-Z0-9\p{S}\p{L}])?)(\.)){1,}([a-zA-Z\p{L}]){2,63})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hostname();

    [GeneratedRegex("^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HexColor();

    [GeneratedRegex(@"^[0-9]{3}[- ]?[0-9]{2}[- ]?[0-9]{4}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SocialSecurity();

    [GeneratedRegex(@"^rgb\(\s*(0|[1-9][0-9]?|1[0-9][0-9]?|2[0-4][0-9]|25[0-5])\s*,\s*(0|[1-9][0-9]?|1[0-9][0-9]?|2[0-4][0-9]|25[0-5])\s*,\s*(0|[1-9][0-9]?|1[0-9][0-9]?|2[0-4][0-9]|25[0-5])\s*\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RgbColor();

    [GeneratedRegex("^[0-9a-fA-F]{24}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BsonObjectId();
}
