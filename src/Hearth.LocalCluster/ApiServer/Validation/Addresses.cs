using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Addresses as Go reads them: four decimal numbers, where leading zeros are skipped as old fields demand, or IPv6.</summary>
internal static class Addresses
{
    public static bool IsAddress(string text) => TryParse(text, out _);

    public static bool TryParse(string text, out IPAddress address)
    {
        address = IPAddress.None;
        if (!text.Contains(':', StringComparison.Ordinal))
            return TryParseFour(text, out address);
        return !text.Contains('%', StringComparison.Ordinal) && !text.Contains('[', StringComparison.Ordinal) && IPAddress.TryParse(text, out address!) && address.AddressFamily == AddressFamily.InterNetworkV6;
    }

    public static bool IsBlock(string text) => TryParseBlock(text, out _, out _);

    public static bool TryParseBlock(string text, out IPAddress address, out int length)
    {
        address = IPAddress.None;
        length = 0;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && TryParse(text[..slash], out address) && int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length)
            && length <= (address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
    }

    /// <summary>The block of so many bits that an address lies in.</summary>
    public static IPNetwork Network(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = length; bit < bytes.Length * 8; bit++)
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new IPNetwork(new IPAddress(bytes), length);
    }

    private static bool TryParseFour(string text, out IPAddress address)
    {
        address = IPAddress.None;
        var parts = text.Split('.');
        var bytes = new byte[4];
        if (parts.Length != 4)
            return false;
        for (var i = 0; i < 4; i++)
        {
            if (!byte.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out bytes[i]))
                return false;
        }

        address = new IPAddress(bytes);
        return true;
    }
}
