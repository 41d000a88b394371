using System.Net;

namespace Hearth.ClusterTests;

/// <summary>Addresses for servers whose port is fixed: other test processes of the machine have others.</summary>
internal static class LoopbackAddress
{
    /// <param name="net">One number a test, from 2 to 254.</param>
    public static IPAddress OfThisProcess(byte net) => new([127, net, (byte)(Environment.ProcessId >> 8), (byte)((Environment.ProcessId & 0x7F) + 1)]);
}
