using System.Net;
using System.Net.Sockets;
using Hearth.LocalCluster.ApiServer.Writing;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Addresses that old fields take and new ones will not: leading zeros, IPv4 in IPv6, bits after the prefix, unusual spellings.</summary>
internal static class AddressWarnings
{
    public static void Address(string field, string text, Warnings warnings)
    {
        if (!Addresses.TryParse(text, out var address))
            return;
        if (IsOldForm(text, address))
            warnings.Add($"{field}: non-standard IP address \"{text}\" will be considered invalid in a future Kubernetes release: use \"{Plain(address)}\"");
        else if (address.ToString() != text)
            warnings.Add($"{field}: IPv6 address \"{text}\" should be in RFC 5952 canonical format (\"{address}\")");
    }

    public static void Block(string field, string text, Warnings warnings)
    {
        if (!Addresses.TryParseBlock(text, out var address, out var length))
            return;
        var network = Addresses.Network(Plain(address), address.IsIPv4MappedToIPv6 ? Math.Max(0, length - 96) : length);
        var isAmbiguous = !network.BaseAddress.Equals(Plain(address));
        if (isAmbiguous)
            warnings.Add($"{field}: CIDR value \"{text}\" is ambiguous in this context (should be \"{network}\" or \"{Plain(address)}/{(Plain(address).AddressFamily == AddressFamily.InterNetwork ? 32 : 128)}\"?)");
        if (IsOldForm(text[..text.IndexOf('/', StringComparison.Ordinal)], address) || HasLeadingZero(text))
            warnings.Add($"{field}: non-standard CIDR value \"{text}\" will be considered invalid in a future Kubernetes release: use \"{network}\"");
        else if (!isAmbiguous && $"{address}/{length}" != text)
            warnings.Add($"{field}: IPv6 CIDR value \"{text}\" should be in RFC 5952 canonical format (\"{address}/{length}\")");
    }

    private static bool IsOldForm(string text, IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? address.ToString() != text : address.IsIPv4MappedToIPv6;

    private static bool HasLeadingZero(string block) => block[(block.IndexOf('/', StringComparison.Ordinal) + 1)..] is { Length: > 1 } length && length[0] == '0';

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
