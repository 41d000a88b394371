using System.Globalization;
using System.Net;
using System.Net.Sockets;
using static Hearth.LocalCluster.ApiServer.Cel.CelKind;
using static Hearth.LocalCluster.ApiServer.Cel.CelOverload;

namespace Hearth.LocalCluster.ApiServer.Cel;

/// <summary>An address with a prefix length, as written: host bits may be set.</summary>
internal sealed record CelCidr(IPAddress Address, int Length)
{
    public static CelCidr? Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || CelNetwork.Parse(text[..slash]) is not { } address)
            return null;
        var number = text[(slash + 1)..];
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= Bits(address) && (number == "0" || number[0] != '0')
            ? new CelCidr(address, length) : null;
    }

    /// <summary>Why <see cref="Parse"/> found nothing, in the words of Go's <c>netip</c>.</summary>
    public static CelError ErrorFor(string text)
    {
        const string Failed = "network address parse error during conversion from string: ";
        var slash = text.LastIndexOf('/');
        var why = slash < 0 ? "no '/'"
            : CelNetwork.Parse(text[..slash]) is null ? $"ParseAddr(\"{text[..slash]}\"): unable to parse IP"
            : text[(slash + 1)..].All(char.IsAsciiDigit) && slash + 1 < text.Length && text[slash + 1] != '0' ? "prefix length out of range" : $"bad bits after slash: \"{text[(slash + 1)..]}\"";
        return new CelError($"{Failed}{Failed}netip.ParsePrefix(\"{text}\"): {why}");
    }

    public CelCidr Masked => new(new IPNetwork(Mask(Address, Length), Length).BaseAddress, Length);

    public bool Contains(IPAddress address) => address.AddressFamily == Address.AddressFamily && Mask(address, Length).Equals(Mask(Address, Length));

    public bool Contains(CelCidr other) => other.Length >= Length && Contains(other.Address);

    public override string ToString() => $"{Address}/{Length}";

    private static int Bits(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;

    private static IPAddress Mask(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] &= (byte)(0xFF << Math.Clamp(8 - (length - (i * 8)), 0, 8));
        return new IPAddress(bytes);
    }
}

/// <summary>Addresses and networks.</summary>
internal static class CelNetwork
{
    public static IEnumerable<CelOverload> All =>
    [
        Function("ip", [CelKind.String], Ip, a => Parse((string)a[0]!) as object ?? new CelError($"IP Address \"{a[0]}\" parse error during conversion from string")),
        Function("isIP", [CelKind.String], Bool, a => Parse((string)a[0]!) is not null),
        Function("ip.isCanonical", [CelKind.String], Bool, a => Parse((string)a[0]!) is { } address
            ? address.ToString() == (string)a[0]! : new CelError($"IP Address \"{a[0]}\" parse error during conversion from string")),
        Method("family", [Ip], Int, a => ((IPAddress)a[0]!).AddressFamily == AddressFamily.InterNetwork ? 4L : 6L),
        Method("isUnspecified", [Ip], Bool, a => a[0]!.Equals(IPAddress.Any) || a[0]!.Equals(IPAddress.IPv6Any)),
        Method("isLoopback", [Ip], Bool, a => IPAddress.IsLoopback((IPAddress)a[0]!)),
        Method("isLinkLocalMulticast", [Ip], Bool, a => Within(a[0]!, "224.0.0.0/24", "ff02::/16")),
        Method("isLinkLocalUnicast", [Ip], Bool, a => Within(a[0]!, "169.254.0.0/16", "fe80::/10")),
        Method("isGlobalUnicast", [Ip], Bool, a => !Within(a[0]!, "0.0.0.0/32", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "255.255.255.255/32", "::/127", "fe80::/10", "ff00::/8")),
        Function("cidr", [CelKind.String], Cidr, a => CelCidr.Parse((string)a[0]!) as object ?? CelCidr.ErrorFor((string)a[0]!)),
        Function("isCIDR", [CelKind.String], Bool, a => CelCidr.Parse((string)a[0]!) is not null),
        Method("ip", [Cidr], Ip, a => ((CelCidr)a[0]!).Address),
        Method("prefixLength", [Cidr], Int, a => (long)((CelCidr)a[0]!).Length),
        Method("masked", [Cidr], Cidr, a => ((CelCidr)a[0]!).Masked),
        Method("containsIP", [Cidr, Ip], Bool, a => ((CelCidr)a[0]!).Contains((IPAddress)a[1]!)),
        Method("containsIP", [Cidr, CelKind.String], Bool, a => Parse((string)a[1]!) is { } address ? ((CelCidr)a[0]!).Contains(address) : new CelError($"IP Address \"{a[1]}\" parse error during conversion from string")),
        Method("containsCIDR", [Cidr, Cidr], Bool, a => ((CelCidr)a[0]!).Contains((CelCidr)a[1]!)),
        Method("containsCIDR", [Cidr, CelKind.String], Bool, a => CelCidr.Parse((string)a[1]!) is { } inner ? ((CelCidr)a[0]!).Contains(inner) : CelCidr.ErrorFor((string)a[1]!)),
    ];

    /// <summary>Dotted in four parts without leading zeros, or IPv6 without a zone and not IPv4 in disguise.</summary>
    public static IPAddress? Parse(string text)
    {
        if (!IPAddress.TryParse(text, out var address) || text.Contains('%', StringComparison.Ordinal) || text.Contains('[', StringComparison.Ordinal))
            return null;
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            return address.IsIPv4MappedToIPv6 ? null : address;
        var parts = text.Split('.');
        return parts.Length == 4 && parts.All(part => part.Length > 0 && part.All(char.IsAsciiDigit) && (part == "0" || part[0] != '0')) ? address : null;
    }

    private static bool Within(object address, params ReadOnlySpan<string> networks)
    {
        foreach (var network in networks)
        {
            if (CelCidr.Parse(network)!.Contains((IPAddress)address))
                return true;
        }

        return false;
    }
}
